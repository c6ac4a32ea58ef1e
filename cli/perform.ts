import { EXIT, Failure } from './failure';
import type { Printer } from './print';

export interface Manners {
  /** Ctrl-C is how the verb ends; it looks after that itself. */
  readonly endsBySignal?: boolean;
}

/** Runs work to its end, cleans up after it whatever happens, and sets the exit code. */
export async function perform(
  print: Printer,
  work: () => Promise<void>,
  cleanUp: () => Promise<void>,
  { endsBySignal = false }: Manners = {},
): Promise<void> {
  const { interrupted, forget } = untilInterrupted(!endsBySignal);
  try {
    await Promise.race([work(), interrupted]);
  } catch (error) {
    const failure = asFailure(error);
    print.failure(failure);
    process.exitCode = EXIT[failure.outcome];
  } finally {
    forget();
    await cleanUp();
  }
  // an interrupted verb may still wait for something that will never come
  if (process.exitCode === EXIT.interrupted) process.exit();
}

/** Rejects at Ctrl-C; the second one ends the process at once. */
function untilInterrupted(listen: boolean): { interrupted: Promise<never>; forget: () => void } {
  let stop: () => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    let asked = false;
    const onSignal = (): void => {
      if (asked) process.exit(EXIT.interrupted);
      asked = true;
      reject(new Failure('interrupted', 'stopped', 'type the same command again to go on'));
    };
    if (listen) process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    stop = () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  });
  return { interrupted, forget: () => stop() };
}

/** Names of AWS faults that mean "not there" or "not reachable". */
const UNAVAILABLE =
  /NotFound|DoesNotExist|NoSuch|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|CredentialsProvider|ExpiredToken|UnrecognizedClient/;

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return new Failure('failed', String(error));
  const name = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const message = error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
  if (UNAVAILABLE.test(name) || UNAVAILABLE.test(error.name)) {
    return new Failure('unavailable', message, 'npx sluice status shows what is there', {
      cause: error,
    });
  }
  return new Failure('failed', message, undefined, { cause: error });
}
