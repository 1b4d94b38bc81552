import { Migration } from '@mikro-orm/migrations';
import { hashContents } from '../hash-contents.ts';

const kinds = `'cloud-config', 'script', 'multipart', 'gzip', 'other'`;

/** From here on the bytes of user-data and custom metadata are in a table of their own, by their hash. */
export class Migration20261130011500_contents extends Migration {
  override name = 'Migration20261130011500_contents';

  override async up(): Promise<void> {
    await this.fillContents();
    this.addSql(`alter table "user_data" drop column "content";`);
    this.addSql(
      `alter table "user_data" add constraint "user_data_sha256_foreign" foreign key ("sha256") references "content" ("sha256");`,
    );
    this.addSql(`create index "user_data_sha256_index" on "user_data" ("sha256");`);

    this.addSql(
      `alter table "custom_metadata" drop column "bytes", alter column "sha256" set not null, alter column "size" set not null, alter column "kind" set not null;`,
    );
    this.addSql(
      `alter table "custom_metadata" add constraint "custom_metadata_kind_check" check ("kind" in (${kinds}));`,
    );
    this.addSql(
      `alter table "custom_metadata" add constraint "custom_metadata_sha256_foreign" foreign key ("sha256") references "content" ("sha256");`,
    );
    this.addSql(`create index "custom_metadata_sha256_index" on "custom_metadata" ("sha256");`);

    this.addSql(
      `create table "user_data_revision" ("id" varchar(40) not null, "user_data_id" varchar(40) not null, "number" int not null, "sha256" varchar(64) not null, "size" int not null, "kind" text not null, "at" timestamptz not null, "actor_kind" text not null, "actor_id" varchar(40) null, "actor_name" varchar(255) not null, primary key ("id"));`,
    );
    this.addSql(`create index "user_data_revision_sha256_index" on "user_data_revision" ("sha256");`);
    this.addSql(
      `alter table "user_data_revision" add constraint "user_data_revision_user_data_id_number_unique" unique ("user_data_id", "number");`,
    );
    this.addSql(
      `alter table "user_data_revision" add constraint "user_data_revision_kind_check" check ("kind" in (${kinds}));`,
    );
    this.addSql(
      `alter table "user_data_revision" add constraint "user_data_revision_actor_kind_check" check ("actor_kind" in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST'));`,
    );
    this.addSql(
      `alter table "user_data_revision" add constraint "user_data_revision_user_data_id_foreign" foreign key ("user_data_id") references "user_data" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "user_data_revision" add constraint "user_data_revision_sha256_foreign" foreign key ("sha256") references "content" ("sha256");`,
    );
    this.addSql(
      `insert into "user_data_revision" ("id", "user_data_id", "number", "sha256", "size", "kind", "at", "actor_kind", "actor_id", "actor_name") select 'rev-' || substr("id", 4), "id", 1, "sha256", "size", "kind", "updated_at", 'SYSTEM', null, 'unknown' from "user_data";`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "user_data_revision" cascade;`);
    for (const [table, bytes] of [
      ['user_data', 'content'],
      ['custom_metadata', 'bytes'],
    ]) {
      this.addSql(`alter table "${table}" add "${bytes}" bytea null;`);
      this.addSql(
        `update "${table}" set "${bytes}" = "content"."bytes" from "content" where "content"."sha256" = "${table}"."sha256";`,
      );
      this.addSql(`alter table "${table}" alter column "${bytes}" set not null;`);
      this.addSql(`alter table "${table}" drop constraint "${table}_sha256_foreign";`);
      this.addSql(`drop index "${table}_sha256_index";`);
    }
    this.addSql(`alter table "custom_metadata" drop constraint "custom_metadata_kind_check";`);
    this.addSql(
      `alter table "custom_metadata" drop column "sha256", drop column "size", drop column "kind";`,
    );
    this.addSql(`drop table if exists "content" cascade;`);
  }

  private async fillContents(): Promise<void> {
    const execute = (sql: string, values?: unknown[]) => this.execute(sql, values);
    await execute(
      `create table "content" ("sha256" varchar(64) not null, "size" int not null, "bytes" bytea not null, "used_at" timestamptz not null, primary key ("sha256"))`,
    );
    await execute(
      `alter table "custom_metadata" add "sha256" varchar(64) null, add "size" int null, add "kind" text null`,
    );
    await hashContents(execute, { table: 'user_data', key: ['id'], column: 'content', facts: ['sha256'] });
    await hashContents(execute, {
      table: 'custom_metadata',
      key: ['instance_id', 'path'],
      column: 'bytes',
      facts: ['sha256', 'size', 'kind'],
    });
    for (const [table, bytes] of [
      ['user_data', 'content'],
      ['custom_metadata', 'bytes'],
    ])
      await execute(
        `insert into "content" ("sha256", "size", "bytes", "used_at") select "sha256", "size", "${bytes}", now() from "${table}" on conflict do nothing`,
      );
  }
}
