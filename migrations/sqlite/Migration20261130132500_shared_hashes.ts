import { Migration } from '@mikro-orm/migrations';

/** The hashes of shared records in archived documents are called `status.sharedHashes`, no longer `status.told`. */
export class Migration20261130132500_shared_hashes extends Migration {
  override name = 'Migration20261130132500_shared_hashes';

  override up(): void | Promise<void> {
    this.rename('told', 'sharedHashes');
  }

  override down(): void | Promise<void> {
    this.rename('sharedHashes', 'told');
  }

  private rename(before: string, after: string): void {
    this.addSql(
      `update archived set document = json_remove(
        json_set(document, '$.status.${after}', json(json_extract(document, '$.status.${before}'))), '$.status.${before}')
       where json_type(document, '$.status.${before}') is not null;`,
    );
  }
}
