import { Migration } from '@mikro-orm/migrations';

/** No use was stored for existing sessions: they count as last used when they were made. */
export class Migration20261130013516_session_use extends Migration {
  override name = 'Migration20261130013516_session_use';

  override up(): void | Promise<void> {
    this.addSql(`alter table "session" add "last_used_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "session" drop column "last_used_at";`);
  }
}
