/** Starts the console in the page. */
import { render } from 'preact';
import { takeTokenFromFragment } from './api/token.ts';
import { App } from './app.tsx';
import './styles/index.css';
import { applyStoredTheme } from './theme.ts';

takeTokenFromFragment();
applyStoredTheme();
const root = document.getElementById('app');
if (root === null) throw new Error('The page has no element "app".');
render(<App />, root);
