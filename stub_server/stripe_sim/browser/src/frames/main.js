/** A stub: says hello, and is ready once it is set up. */
import { openPort } from '../shared/messages.js';

const facts = new URLSearchParams(location.hash.slice(1));
const port = openPort({
  own: window,
  peer: () => window.parent,
  origin: facts.get('parentOrigin') ?? '',
  told: (name) => {
    if (name === 'setup') port.tell('ready', { elementType: facts.get('componentName') });
  },
});
port.tell('hello');
