/**
 * An AWS client, made once and loaded with its first use: a lazy chunk of the bundle, so that a function pays
 * at cold start only for the services it calls. Each has a module of its own, so that a bundle holds those of its
 * handler and no other. They read region, endpoint and credentials from the environment.
 */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
