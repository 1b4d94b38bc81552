import { Migration } from '@mikro-orm/migrations';

export class Migration20261130014601_archive extends Migration {
  override name = 'Migration20261130014601_archive';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`archived\` (\`id\` text not null primary key, \`kind\` text check (\`kind\` in ('Instance', 'SshKey', 'UserData', 'Vpc', 'Subnet', 'SecurityGroup')) not null, \`subject_id\` text not null, \`name\` text not null, \`at\` datetime not null, \`actor_kind\` text check (\`actor_kind\` in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST')) not null, \`actor_id\` text null, \`actor_name\` text not null, \`document\` json not null);`,
    );
    this.addSql(`create index \`archived_name_index\` on \`archived\` (\`name\`);`);
    this.addSql(`create index \`archived_at_index\` on \`archived\` (\`at\`);`);
    this.addSql(`create index \`archived_subject_id_at_index\` on \`archived\` (\`subject_id\`, \`at\`);`);

    this.addSql(
      `create table \`archived_content\` (\`archived_id\` text not null, \`sha256\` text not null, primary key (\`archived_id\`, \`sha256\`), constraint \`archived_content_archived_id_foreign\` foreign key (\`archived_id\`) references \`archived\` (\`id\`) on update cascade on delete cascade, constraint \`archived_content_sha256_foreign\` foreign key (\`sha256\`) references \`content\` (\`sha256\`) on update no action on delete no action);`,
    );
    this.addSql(
      `create index \`archived_content_archived_id_index\` on \`archived_content\` (\`archived_id\`);`,
    );
    this.addSql(`create index \`archived_content_sha256_index\` on \`archived_content\` (\`sha256\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`archived\`;`);
    this.addSql(`drop table if exists \`archived_content\`;`);
  }
}
