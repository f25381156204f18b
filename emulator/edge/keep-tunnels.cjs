// Loaded into a process that reaches the emulated Twilio (node --require): the SDK in it keeps its connections.
require('./tunnels.cjs').install();
