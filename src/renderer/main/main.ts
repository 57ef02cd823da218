// Starts the main window.
import { mount } from 'svelte';
import '../lib/base.css';
import { findBridge } from '../lib/bridge.ts';
import { watchDrawing } from '../lib/cannot-draw.ts';
import NoBridge from '../lib/components/NoBridge.svelte';
import { words } from '../lib/words.ts';
import Main from './Main.svelte';

watchDrawing('main');
document.documentElement.lang = words.language;
const target = document.querySelector('#window') ?? document.body;
const bridge = findBridge();
if (bridge === null) mount(NoBridge, { target });
else mount(Main, { target, props: { bridge } });
