import { Migration } from '@mikro-orm/migrations';

/** The history refers to its contents, and archived host names are found without case. */
export class Migration20261130225900_history_contents extends Migration {
  override name = 'Migration20261130225900_history_contents';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`audit_content\` (\`entry_id\` text not null, \`sha256\` text not null, \`subject_id\` text not null, primary key (\`entry_id\`, \`sha256\`), constraint \`audit_content_entry_id_foreign\` foreign key (\`entry_id\`) references \`audit_entry\` (\`id\`) on update cascade on delete cascade, constraint \`audit_content_sha256_foreign\` foreign key (\`sha256\`) references \`content\` (\`sha256\`) on update no action on delete no action);`,
    );
    this.addSql(`create index \`audit_content_entry_id_index\` on \`audit_content\` (\`entry_id\`);`);
    this.addSql(`create index \`audit_content_sha256_index\` on \`audit_content\` (\`sha256\`);`);
    this.addSql(
      `create index \`audit_content_subject_id_entry_id_index\` on \`audit_content\` (\`subject_id\`, \`entry_id\`);`,
    );

    this.addSql(
      `insert or ignore into audit_content (entry_id, sha256, subject_id)
       select e.id, json_extract(c.value, '$.' || s.side || '.sha256'), e.subject_id
       from audit_entry e, json_each(e.changes) c, (select 'before' as side union all select 'after') s
       where json_extract(c.value, '$.' || s.side || '.sha256') in (select sha256 from content);`,
    );

    this.addSql(`drop index \`archived_name_index\`;`);
    this.addSql(`alter table \`archived\` add column \`name_key\` text not null default '';`);
    this.addSql(
      `update \`archived\` set \`name_key\` = case when \`kind\` = 'Instance' then lower(\`name\`) else \`name\` end;`,
    );
    this.addSql(`create index \`archived_name_key_index\` on \`archived\` (\`name_key\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`audit_content\`;`);

    this.addSql(`drop index \`archived_name_key_index\`;`);
    this.addSql(`alter table \`archived\` drop column \`name_key\`;`);
    this.addSql(`create index \`archived_name_index\` on \`archived\` (\`name\`);`);
  }
}
