/** The way in which a column of an instance is served to it. */
interface ServedColumn {
  /** True if many machines have the same text: it is in memory once. */
  isShared: boolean;
  /** False if the view of a machine is made of the value in another way than by copying it. */
  isCopied: boolean;
  /** The class that declares it. */
  declaredIn: object;
}

const columns = new Map<string, ServedColumn>();

/**
 * Declares a property of an instance that is served to it. `npm run schema` writes `guests/facts.generated.ts` from the
 * columns of these properties: the statement that looks machines up, its row, and the facts that a view copies from it.
 */
export const Served =
  ({
    isShared = false,
    isCopied = true,
  }: Partial<Omit<ServedColumn, 'declaredIn'>> = {}): PropertyDecorator =>
  ({ constructor: declaredIn }, property) =>
    void columns.set(String(property), { isShared, isCopied, declaredIn });

export const servedColumns: ReadonlyMap<string, ServedColumn> = columns;
