export const handler = async (event, context) => {
  if (event.act === 'throw') throw new RangeError('asked to throw');
  if (event.act === 'loop') for (;;);
  if (event.act === 'exit') process.exit(3);
  if (event.act === 'late')
    setTimeout(() => {
      throw new Error('later');
    }, 0);
  if (event.act === 'late') await new Promise(() => {});
  if (event.act === 'hog') {
    const all = [];
    for (;;) all.push(new Array(1e6).fill(Math.random()));
  }
  console.log('echoing', event.word);
  return {
    event,
    env: process.env,
    name: context.functionName,
    remaining: context.getRemainingTimeInMillis(),
  };
};
