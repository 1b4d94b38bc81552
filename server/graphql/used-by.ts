import { dependencyExists } from '../errors.ts';

/** Refuses to delete what is still used, naming who uses it. @throws DEPENDENCY_EXISTS unless forced */
export function expectUnused(title: string, users: { hostname: string }[], force: boolean): void {
  if (users.length === 0 || force) return;
  const named = users.slice(0, 3).map((instance) => instance.hostname);
  const others = users.length - named.length;
  const who = others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
  throw dependencyExists(
    `${title} is used by ${who}. Take it from them first, or delete it with force: true.`,
  );
}
