import { Migration } from '@mikro-orm/migrations';

/** The changes of commits, at positions that are never used twice: rowids of the history do not survive a VACUUM. */
export class Migration20261130011000_change_log extends Migration {
  override name = 'Migration20261130011000_change_log';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`change_log\` (\`position\` integer not null primary key autoincrement, \`at\` datetime not null, \`change\` text not null);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`change_log\`;`);
  }
}
