import { Migration } from '@mikro-orm/migrations';

/** Of a session of before no use was noted: it counts as last used when it was made. */
export class Migration20261130013509_session_use extends Migration {
  override name = 'Migration20261130013509_session_use';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`session\` add column \`last_used_at\` datetime null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`session\` drop column \`last_used_at\`;`);
  }
}
