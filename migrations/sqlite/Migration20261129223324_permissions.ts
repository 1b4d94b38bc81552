import { Migration } from '@mikro-orm/migrations';

export class Migration20261129223324_permissions extends Migration {
  override name = 'Migration20261129223324_permissions';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`api_token__temp_alter\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text not null, \`role\` text check (\`role\` in ('VIEWER', 'AUDITOR', 'OPERATOR', 'SUPERUSER')) not null, \`roles_assign\` integer not null default false, \`prefix\` text not null, \`secret_hash\` text not null, \`expires_at\` datetime null, \`last_used_at\` datetime null, \`revoked_at\` datetime null);`,
    );
    this.addSql(
      `insert into \`api_token__temp_alter\` select \`id\`, \`version\`, \`created_at\`, \`updated_at\`, \`name\`, \`role\`, false as \`roles_assign\`, \`prefix\`, \`secret_hash\`, \`expires_at\`, \`last_used_at\`, \`revoked_at\` from \`api_token\`;`,
    );
    this.addSql(`drop table \`api_token\`;`);
    this.addSql(`alter table \`api_token__temp_alter\` rename to \`api_token\`;`);
    this.addSql(`create unique index \`api_token_name_unique\` on \`api_token\` (\`name\`);`);
    this.addSql(`create unique index \`api_token_secret_hash_unique\` on \`api_token\` (\`secret_hash\`);`);

    this.addSql(
      `create table \`user__temp_alter\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`username\` text not null, \`password_hash\` text not null, \`role\` text check (\`role\` in ('VIEWER', 'AUDITOR', 'OPERATOR', 'SUPERUSER')) not null, \`roles_assign\` integer not null default false, \`disabled\` integer not null default false, \`last_sign_in_at\` datetime null);`,
    );
    this.addSql(
      `insert into \`user__temp_alter\` select \`id\`, \`version\`, \`created_at\`, \`updated_at\`, \`username\`, \`password_hash\`, \`role\`, false as \`roles_assign\`, \`disabled\`, \`last_sign_in_at\` from \`user\`;`,
    );
    this.addSql(`drop table \`user\`;`);
    this.addSql(`alter table \`user__temp_alter\` rename to \`user\`;`);
    this.addSql(`create unique index \`user_username_unique\` on \`user\` (\`username\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(
      `create table \`api_token__temp_alter\` (\`created_at\` datetime not null, \`expires_at\` datetime null, \`id\` text not null primary key, \`last_used_at\` datetime null, \`name\` text not null, \`prefix\` text not null, \`revoked_at\` datetime null, \`role\` text check (\`role\` in ('VIEWER', 'OPERATOR', 'SUPERUSER')) not null, \`secret_hash\` text not null, \`updated_at\` datetime not null, \`version\` integer not null default 1);`,
    );
    this.addSql(
      `insert into \`api_token__temp_alter\` select \`created_at\`, \`expires_at\`, \`id\`, \`last_used_at\`, \`name\`, \`prefix\`, \`revoked_at\`, \`role\`, \`secret_hash\`, \`updated_at\`, \`version\` from \`api_token\`;`,
    );
    this.addSql(`drop table \`api_token\`;`);
    this.addSql(`alter table \`api_token__temp_alter\` rename to \`api_token\`;`);
    this.addSql(`create unique index \`api_token_name_unique\` on \`api_token\` (\`name\`);`);
    this.addSql(`create unique index \`api_token_secret_hash_unique\` on \`api_token\` (\`secret_hash\`);`);

    this.addSql(
      `create table \`user__temp_alter\` (\`created_at\` datetime not null, \`disabled\` integer not null default false, \`id\` text not null primary key, \`last_sign_in_at\` datetime null, \`password_hash\` text not null, \`role\` text check (\`role\` in ('VIEWER', 'OPERATOR', 'SUPERUSER')) not null, \`updated_at\` datetime not null, \`username\` text not null, \`version\` integer not null default 1);`,
    );
    this.addSql(
      `insert into \`user__temp_alter\` select \`created_at\`, \`disabled\`, \`id\`, \`last_sign_in_at\`, \`password_hash\`, \`role\`, \`updated_at\`, \`username\`, \`version\` from \`user\`;`,
    );
    this.addSql(`drop table \`user\`;`);
    this.addSql(`alter table \`user__temp_alter\` rename to \`user\`;`);
    this.addSql(`create unique index \`user_username_unique\` on \`user\` (\`username\`);`);
  }
}
