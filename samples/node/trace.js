// Work in steps and a worker thread beside it, as Node's tracing wants them: V8 writes the CPU profile of the main thread
// when it comes back to the event loop, and Node 20 begins it only where there is a worker. Made for program.trace.json.
const { createHash } = require('node:crypto');
const { Worker, isMainThread } = require('node:worker_threads');

function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

function digest(text) {
  let sum = '';
  for (let i = 0; i < 200; i++) sum = createHash('sha256').update(sum + text).digest('hex');
  return sum;
}

function work() {
  let steps = 0;
  const timer = setInterval(() => {
    fibonacci(24);
    digest('step ' + steps);
    if (++steps === 120) clearInterval(timer);
  }, 3);
}

if (isMainThread) new Worker(__filename);
work();
