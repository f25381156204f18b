import { render } from 'preact';
import { App } from './app';
import { connect } from './live';

const root = document.getElementById('app');
if (root) {
  connect();
  render(<App />, root);
}
