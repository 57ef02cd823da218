// All planted faults, by area.
import { plantedAutomation } from './automation.ts';
import { plantedBorders } from './borders.ts';
import type { PlantedArea } from './planted-area.ts';
import { plantedPromise } from './promise.ts';
import { plantedRecords } from './records.ts';

export const planted: readonly PlantedArea[] = [
  ...plantedPromise,
  ...plantedAutomation,
  ...plantedRecords,
  ...plantedBorders,
];
