import { visit, type ASTNode, type DocumentNode, type SourceLocation } from 'graphql';

/** The maximum number of locations that one error names. */
const maxLocations = 10;

/** A location of a document. */
interface NodeLocation {
  text: DocumentText;
  /** The number of characters before it. */
  offset: number;
}

const nodeLocations = new WeakMap<ASTNode, NodeLocation>();

/**
 * Removes the location from each node of a document, and keeps it separately. graphql-js would count all lines before
 * each location of each error, and the tokens, which are linked to their neighbours, would keep every comment in memory.
 */
export function detachLocations(document: DocumentNode): void {
  if (!document.loc) return;
  const text = new DocumentText(document.loc.source.body);
  visit(document, {
    enter(node) {
      if (node.loc) nodeLocations.set(node, { text, offset: node.loc.start });
      Object.assign(node, { loc: undefined });
    },
  });
}

/** The lines and columns at which nodes of a document begin, for the first ten of them. */
export const locationsOf = (nodes: readonly ASTNode[]): SourceLocation[] =>
  nodes
    .slice(0, maxLocations)
    .flatMap((node) => nodeLocations.get(node) ?? [])
    .map(({ text, offset }) => text.locationOf(offset));

/** The text of a document; the starts of its lines are searched for once. */
class DocumentText {
  private lineStarts: number[] | undefined;

  constructor(private readonly text: string) {}

  /** Lines and columns count from 1. */
  locationOf(offset: number): SourceLocation {
    this.lineStarts ??= lineStartsIn(this.text);
    const line = countUpTo(this.lineStarts, offset);
    return { line, column: offset - this.lineStarts[line - 1]! + 1 };
  }
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** Searches by character: a match for each of half a million line breaks would take a hundred times as long. */
function lineStartsIn(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed))
      starts.push(at + 1);
  }
  return starts;
}

/** Counts the ascending numbers that are at most `largest`. */
function countUpTo(ascending: readonly number[], largest: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= largest) low = middle + 1;
    else high = middle;
  }
  return low;
}
