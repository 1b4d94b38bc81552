import { tooComplex, type Refusal } from '../errors.ts';

/** The maximum number of fields that one operation resolves: lists may be longer than its cost assumes. */
const maxFields = 100_000;

/** Counts bytes that become a text of the answer, each time that they do. @throws QUERY_TOO_COMPLEX */
export function counted<Content extends Uint8Array | undefined>(
  bytes: Content,
  budget?: OperationBudget,
): Content {
  budget?.takeBytes(bytes?.length ?? 0);
  return bytes;
}

/** The limits of one operation while it is executed: its cost only estimates what it will find. */
export class OperationBudget {
  private fields = 0;
  private bytes = 0;

  /** @param limit the maximum size of an answer, and the same in words for its refusal */
  constructor(private readonly limit: { maxBytes: number; sizeInWords: string }) {}

  /** True once the operation has resolved too many fields, or found too much for an answer. */
  get isExceeded(): boolean {
    return this.fields > maxFields || this.bytes > this.limit.maxBytes;
  }

  /** Counts a field that is resolved. @throws QUERY_TOO_COMPLEX */
  takeField(): void {
    this.fields += 1;
    if (this.isExceeded) throw this.refusal();
  }

  /** Counts bytes of contents in the answer, before they become texts of it. @throws QUERY_TOO_COMPLEX */
  takeBytes(bytes: number): void {
    this.bytes += bytes;
    if (this.isExceeded) throw this.refusal();
  }

  /** The refusal of an operation with too many fields, or else of a too large answer. */
  refusal(consequence = 'Ask for less at once.'): Refusal {
    return tooComplex(
      this.fields > maxFields
        ? `This operation resolves more than ${maxFields.toLocaleString('en')} fields, which none does. ${consequence}`
        : `The answer to this operation is larger than ${this.limit.sizeInWords}, which no answer is. ${consequence}`,
    );
  }
}
