import { firstFew, type Problems } from '../errors.ts';

/** An address or prefix of a machine that conflicts with a planned subnet. */
export interface Finding {
  hostname: string;
  /** An address or a prefix. */
  has: string;
  /** The field of the subnet's input that it is reported at. */
  field: string;
  /** The conflict, as `outside of the subnet prod-a`. */
  wouldBe: string;
}

/** Reports findings, grouped by field and conflict: a few machines by name, and the number of further ones. */
export function reportFindings(findings: readonly Finding[], problems: Problems): void {
  const kinds = Map.groupBy(findings, ({ field, wouldBe }) => `${field} ${wouldBe}`);
  for (const alike of kinds.values()) {
    const { field, wouldBe } = alike[0]!;
    const firsts = new Map<string, string>();
    for (const { hostname, has } of alike) if (!firsts.has(hostname)) firsts.set(hostname, has);
    const machines = [...firsts].map(([hostname, has]) => `${hostname} has ${has}`);
    problems.add(field, {
      code: 'DEPENDENCY_EXISTS',
      message: `${firstFew(machines)}, which would be ${wouldBe}.`,
      hint: 'Say something else here, or give the machines other addresses first.',
    });
  }
}
