/** Starts the console in the page. */
import { render } from 'preact';
import { takeTokenFromFragment } from './api/token.ts';
import { App } from './app.tsx';
import './styles/index.css';
import { applyStoredTheme } from './theme.ts';

takeTokenFromFragment();
// The link of a new start, opened in a tab that shows the console of an earlier one.
addEventListener('hashchange', () => {
  if (takeTokenFromFragment()) location.reload();
});
applyStoredTheme();
const root = document.getElementById('app');
if (root === null) throw new Error('The page has no element "app".');
render(<App />, root);
