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
      `update archived set document = (jsonb_set(document::jsonb, '{status,${after}}', document::jsonb #> '{status,${before}}')
        #- '{status,${before}}')::json where document::jsonb #> '{status,${before}}' is not null;`,
    );
  }
}
