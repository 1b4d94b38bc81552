import { Migration } from '@mikro-orm/migrations';

/** The history refers to its contents, and archived host names are found without case. */
export class Migration20261130225900_history_contents extends Migration {
  override name = 'Migration20261130225900_history_contents';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "audit_content" ("entry_id" varchar(40) not null, "sha256" varchar(64) not null, "subject_id" varchar(40) not null, primary key ("entry_id", "sha256"));`,
    );
    this.addSql(`create index "audit_content_sha256_index" on "audit_content" ("sha256");`);
    this.addSql(
      `create index "audit_content_subject_id_entry_id_index" on "audit_content" ("subject_id", "entry_id");`,
    );

    this.addSql(
      `insert into audit_content (entry_id, sha256, subject_id)
       select distinct e.id, c.value->s.side->>'sha256', e.subject_id
       from audit_entry e cross join json_array_elements(e.changes) c cross join (values ('before'), ('after')) s(side)
       where c.value->s.side->>'sha256' in (select sha256 from content);`,
    );

    this.addSql(`drop index "archived_name_index";`);
    this.addSql(`alter table "archived" add "name_key" varchar(255) not null default '';`);
    this.addSql(
      `update "archived" set "name_key" = case when "kind" = 'Instance' then lower("name") else "name" end;`,
    );
    this.addSql(`create index "archived_name_key_index" on "archived" ("name_key");`);

    this.addSql(
      `alter table "audit_content" add constraint "audit_content_entry_id_foreign" foreign key ("entry_id") references "audit_entry" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "audit_content" add constraint "audit_content_sha256_foreign" foreign key ("sha256") references "content" ("sha256") on update no action on delete no action;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "audit_content" cascade;`);

    this.addSql(`drop index "archived_name_key_index";`);
    this.addSql(`alter table "archived" drop column "name_key";`);
    this.addSql(`create index "archived_name_index" on "archived" ("name");`);
  }
}
