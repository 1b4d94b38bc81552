import type { GuestView } from './guest-view.ts';

/** Runs an act, and returns its result with the facts that it read, as `interfaces.0.subnet.id`. */
export type Trace = <Result>(act: () => Result) => { result: Result; reads: readonly string[] };

/** Returns a copy of a view that records which of its facts are read, also of those that are absent or empty. */
export function tracedView(view: GuestView): { view: GuestView; trace: Trace } {
  let reads = new Set<string>();
  const proxies = new WeakMap<object, object>();

  const traced = (target: object, path: string): object => {
    const known = proxies.get(target); // the same object has the same proxy: callers compare interfaces
    if (known) return known;
    const proxy = new Proxy(target, {
      get(from, key) {
        const value: unknown = Reflect.get(from, key);
        if (typeof key === 'symbol' || typeof value === 'function' || key === 'length') return value;
        const at = path === '' ? key : `${path}.${key}`;
        if (!isPlain(value) || Object.keys(value).length === 0) reads.add(at);
        return isPlain(value) ? traced(value, at) : value;
      },
    });
    proxies.set(target, proxy);
    return proxy;
  };

  return {
    view: traced(copyOf(view) as object, '') as GuestView,
    trace: (act) => {
      reads = new Set();
      const result = act();
      return { result, reads: withoutChoices([...reads]) };
    },
  };
}

/** Facts that only choose an interface: the top of the tree repeats those of device 0 of card 0. */
const choice = /^interfaces\.\d+\.(deviceNumber|networkCard)$/;

/** Leaves out facts that chose what was read then. */
function withoutChoices(reads: string[]): string[] {
  const others = reads.filter((read) => !choice.test(read));
  return others.length > 0 ? others : reads;
}

/** True for lists and objects; bytes and times are values. */
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

/** Copies lists and objects: a proxy may not replace the parts of frozen ones. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)]));
}
