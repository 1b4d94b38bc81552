import { Migration } from '@mikro-orm/migrations';

export class Migration20261129053235_sign_in_links extends Migration {
  override name = 'Migration20261129053235_sign_in_links';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`sign_in_link\` (\`user_id\` text not null, \`link\` text not null, \`last_at\` datetime not null, primary key (\`user_id\`, \`link\`), constraint \`sign_in_link_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`sign_in_link_user_id_index\` on \`sign_in_link\` (\`user_id\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`sign_in_link\`;`);
  }
}
