// Starts the widget window.
import { mount } from 'svelte';
import '../lib/base.css';
import { findBridge } from '../lib/bridge.ts';
import { watchDrawing } from '../lib/cannot-draw.ts';
import NoBridge from '../lib/components/NoBridge.svelte';
import { words } from '../lib/words.ts';
import Widget from './Widget.svelte';

watchDrawing('widget');
document.documentElement.lang = words.language;
const target = document.querySelector('#window') ?? document.body;
const bridge = findBridge();
if (bridge === null) mount(NoBridge, { target });
else mount(Widget, { target, props: { bridge } });
