import { Migration } from '@mikro-orm/migrations';
import { hashContents } from '../hash-contents.ts';

const kinds = `'cloud-config', 'script', 'multipart', 'gzip', 'other'`;

/** From here on the bytes of user-data and custom metadata are in a table of their own, by their hash. */
export class Migration20261130011500_contents extends Migration {
  override name = 'Migration20261130011500_contents';

  override async up(): Promise<void> {
    await this.fillContents();
    this.addSql(
      `create table \`user_data__temp_alter\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text null, \`sha256\` text not null, \`kind\` text check (\`kind\` in (${kinds})) not null, \`size\` integer not null, constraint \`user_data_sha256_foreign\` foreign key (\`sha256\`) references \`content\` (\`sha256\`));`,
    );
    this.addSql(
      `insert into \`user_data__temp_alter\` select \`id\`, \`version\`, \`created_at\`, \`updated_at\`, \`name\`, \`sha256\`, \`kind\`, \`size\` from \`user_data\`;`,
    );
    this.addSql(`drop table \`user_data\`;`);
    this.addSql(`alter table \`user_data__temp_alter\` rename to \`user_data\`;`);
    this.addSql(`create unique index \`user_data_name_unique\` on \`user_data\` (\`name\`);`);
    this.addSql(`create index \`user_data_sha256_index\` on \`user_data\` (\`sha256\`);`);

    this.addSql(
      `create table \`custom_metadata__temp_alter\` (\`instance_id\` text not null, \`path\` text not null, \`since\` text null, \`sha256\` text not null, \`size\` integer not null, \`kind\` text check (\`kind\` in (${kinds})) not null, primary key (\`instance_id\`, \`path\`), constraint \`custom_metadata_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade, constraint \`custom_metadata_sha256_foreign\` foreign key (\`sha256\`) references \`content\` (\`sha256\`));`,
    );
    this.addSql(
      `insert into \`custom_metadata__temp_alter\` select \`instance_id\`, \`path\`, \`since\`, \`sha256\`, \`size\`, \`kind\` from \`custom_metadata\`;`,
    );
    this.addSql(`drop table \`custom_metadata\`;`);
    this.addSql(`alter table \`custom_metadata__temp_alter\` rename to \`custom_metadata\`;`);
    this.addSql(
      `create index \`custom_metadata_instance_id_index\` on \`custom_metadata\` (\`instance_id\`);`,
    );
    this.addSql(`create index \`custom_metadata_sha256_index\` on \`custom_metadata\` (\`sha256\`);`);

    this.addSql(
      `create table \`user_data_revision\` (\`id\` text not null primary key, \`user_data_id\` text not null, \`number\` integer not null, \`sha256\` text not null, \`size\` integer not null, \`kind\` text check (\`kind\` in (${kinds})) not null, \`at\` datetime not null, \`actor_kind\` text check (\`actor_kind\` in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST')) not null, \`actor_id\` text null, \`actor_name\` text not null, constraint \`user_data_revision_user_data_id_foreign\` foreign key (\`user_data_id\`) references \`user_data\` (\`id\`) on delete cascade, constraint \`user_data_revision_sha256_foreign\` foreign key (\`sha256\`) references \`content\` (\`sha256\`));`,
    );
    this.addSql(
      `create index \`user_data_revision_user_data_id_index\` on \`user_data_revision\` (\`user_data_id\`);`,
    );
    this.addSql(`create index \`user_data_revision_sha256_index\` on \`user_data_revision\` (\`sha256\`);`);
    this.addSql(
      `create unique index \`user_data_revision_user_data_id_number_unique\` on \`user_data_revision\` (\`user_data_id\`, \`number\`);`,
    );
    this.addSql(
      `insert into \`user_data_revision\` select 'rev-' || substr(\`id\`, 4), \`id\`, 1, \`sha256\`, \`size\`, \`kind\`, \`updated_at\`, 'SYSTEM', null, 'unknown' from \`user_data\`;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`user_data_revision\`;`);

    this.addSql(
      `create table \`custom_metadata__temp_alter\` (\`instance_id\` text not null, \`path\` text not null, \`since\` text null, \`bytes\` blob not null, primary key (\`instance_id\`, \`path\`), constraint \`custom_metadata_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade);`,
    );
    this.addSql(
      `insert into \`custom_metadata__temp_alter\` select \`instance_id\`, \`path\`, \`since\`, \`bytes\` from \`custom_metadata\` join \`content\` on \`content\`.\`sha256\` = \`custom_metadata\`.\`sha256\`;`,
    );
    this.addSql(`drop table \`custom_metadata\`;`);
    this.addSql(`alter table \`custom_metadata__temp_alter\` rename to \`custom_metadata\`;`);
    this.addSql(
      `create index \`custom_metadata_instance_id_index\` on \`custom_metadata\` (\`instance_id\`);`,
    );

    this.addSql(
      `create table \`user_data__temp_alter\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text null, \`content\` blob not null, \`kind\` text check (\`kind\` in (${kinds})) not null, \`size\` integer not null, \`sha256\` text not null);`,
    );
    this.addSql(
      `insert into \`user_data__temp_alter\` select \`id\`, \`version\`, \`created_at\`, \`updated_at\`, \`name\`, \`bytes\`, \`kind\`, \`user_data\`.\`size\`, \`user_data\`.\`sha256\` from \`user_data\` join \`content\` on \`content\`.\`sha256\` = \`user_data\`.\`sha256\`;`,
    );
    this.addSql(`drop table \`user_data\`;`);
    this.addSql(`alter table \`user_data__temp_alter\` rename to \`user_data\`;`);
    this.addSql(`create unique index \`user_data_name_unique\` on \`user_data\` (\`name\`);`);
    this.addSql(`drop table if exists \`content\`;`);
  }

  private async fillContents(): Promise<void> {
    const execute = (sql: string, values?: unknown[]) => this.execute(sql, values);
    await execute(
      `create table "content" ("sha256" text not null primary key, "size" integer not null, "bytes" blob not null, "used_at" datetime not null)`,
    );
    for (const column of ['"sha256" text', '"size" integer', '"kind" text'])
      await execute(`alter table "custom_metadata" add column ${column} null`);
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
        `insert into "content" select "sha256", "size", "${bytes}", ${Date.now()} from "${table}" where true on conflict do nothing`,
      );
  }
}
