import { Migration } from '@mikro-orm/migrations';

/** Existing tokens have no owner, like those of the command line, and keep their rights. */
export class Migration20261130012755_token_owner extends Migration {
  override name = 'Migration20261130012755_token_owner';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table \`api_token\` add column \`owner_id\` text null constraint \`api_token_owner_id_foreign\` references \`user\` (\`id\`) on delete set null;`,
    );
    this.addSql(`alter table \`api_token\` add column \`owner_name\` text null;`);
    this.addSql(`create index \`api_token_owner_id_index\` on \`api_token\` (\`owner_id\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`api_token_owner_id_index\`;`);
    this.addSql(`alter table \`api_token\` drop column \`owner_id\`;`);
    this.addSql(`alter table \`api_token\` drop column \`owner_name\`;`);
  }
}
