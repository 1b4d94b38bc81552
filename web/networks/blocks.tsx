import { CopyableText } from '../parts/copyable-text';

/** Address blocks, or a dash. */
export function Blocks({ of }: { of: readonly string[] }) {
  if (of.length === 0) return <span className="muted">–</span>;
  return of.map((block) => <CopyableText key={block} value={block} what={`block ${block}`} />);
}
