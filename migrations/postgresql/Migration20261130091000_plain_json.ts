import { Migration } from '@mikro-orm/migrations';

/** Documents and histories are read as wholes and never searched, so they are stored as text (json, not jsonb). */
export class Migration20261130091000_plain_json extends Migration {
  override name = 'Migration20261130091000_plain_json';

  override up(): void | Promise<void> {
    this.addSql('alter table "archived" alter column "document" type json using "document"::json;');
    this.addSql('alter table "audit_entry" alter column "changes" type json using "changes"::json;');
  }

  override down(): void | Promise<void> {
    this.addSql('alter table "archived" alter column "document" type jsonb using "document"::jsonb;');
    this.addSql('alter table "audit_entry" alter column "changes" type jsonb using "changes"::jsonb;');
  }
}
