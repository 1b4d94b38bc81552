import { Migration } from '@mikro-orm/migrations';

/** The maximum number of names that an error lists. */
const mostNamed = 100;

/** From here on host names are compared without case: machines whose names differ only in case are refused. */
export class Migration20261129230633_hostname_key extends Migration {
  override name = 'Migration20261129230633_hostname_key';

  override async up(): Promise<void> {
    await this.expectNoClashes();
    this.addSql(`alter table "instance" drop constraint "instance_hostname_unique";`);
    this.addSql(
      `alter table "instance" add "hostname_key" varchar(253) null, add "display_name" varchar(255) null;`,
    );
    this.addSql(`update "instance" set "hostname_key" = lower("hostname");`);
    this.addSql(`alter table "instance" alter column "hostname_key" set not null;`);
    this.addSql(
      `alter table "instance" add constraint "instance_hostname_key_unique" unique ("hostname_key");`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "instance" drop constraint "instance_hostname_key_unique";`);
    this.addSql(`alter table "instance" drop column "hostname_key", drop column "display_name";`);
    this.addSql(`alter table "instance" add constraint "instance_hostname_unique" unique ("hostname");`);
  }

  private async expectNoClashes(): Promise<void> {
    const clashes = (await this.execute(
      `select string_agg('"' || "hostname" || '"', ' and ' order by "hostname" collate "C") as "names" from "instance" group by lower("hostname") having count(*) > 1`,
    )) as { names: string }[];
    if (clashes.length === 0) return;
    const listed = clashes.slice(0, mostNamed).map(({ names }) => names);
    const rest = clashes.length > mostNamed ? `, and ${clashes.length - mostNamed} more` : '';
    throw new Error(
      `host names that differ in their case alone are one name from now on; with the release before rename all but one of each: ${listed.join(', ')}${rest}`,
    );
  }
}
