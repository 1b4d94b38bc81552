import { Migration } from '@mikro-orm/migrations';

export class Migration20261130014610_archive extends Migration {
  override name = 'Migration20261130014610_archive';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "archived" ("id" varchar(40) not null, "kind" text not null, "subject_id" varchar(40) not null, "name" varchar(255) not null, "at" timestamptz not null, "actor_kind" text not null, "actor_id" varchar(40) null, "actor_name" varchar(255) not null, "document" jsonb not null, primary key ("id"));`,
    );
    this.addSql(`create index "archived_name_index" on "archived" ("name");`);
    this.addSql(`create index "archived_at_index" on "archived" ("at");`);
    this.addSql(`create index "archived_subject_id_at_index" on "archived" ("subject_id", "at");`);

    this.addSql(
      `create table "archived_content" ("archived_id" varchar(40) not null, "sha256" varchar(64) not null, primary key ("archived_id", "sha256"));`,
    );
    this.addSql(`create index "archived_content_sha256_index" on "archived_content" ("sha256");`);

    this.addSql(
      `alter table "archived" add constraint "archived_kind_check" check ("kind" in ('Instance', 'SshKey', 'UserData', 'Vpc', 'Subnet', 'SecurityGroup'));`,
    );
    this.addSql(
      `alter table "archived" add constraint "archived_actor_kind_check" check ("actor_kind" in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST'));`,
    );

    this.addSql(
      `alter table "archived_content" add constraint "archived_content_archived_id_foreign" foreign key ("archived_id") references "archived" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "archived_content" add constraint "archived_content_sha256_foreign" foreign key ("sha256") references "content" ("sha256") on update no action on delete no action;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "archived_content" drop constraint "archived_content_archived_id_foreign";`);

    this.addSql(`drop table if exists "archived" cascade;`);
    this.addSql(`drop table if exists "archived_content" cascade;`);
  }
}
