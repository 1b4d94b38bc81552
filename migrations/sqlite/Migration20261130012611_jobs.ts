import { Migration } from '@mikro-orm/migrations';

export class Migration20261130012611_jobs extends Migration {
  override name = 'Migration20261130012611_jobs';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`job\` (\`id\` text not null primary key, \`kind\` text check (\`kind\` in ('UPDATE_INSTANCES', 'DELETE_INSTANCES')) not null, \`state\` text check (\`state\` in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')) not null default 'QUEUED', \`actor_kind\` text check (\`actor_kind\` in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST')) not null, \`actor_id\` text not null, \`actor_name\` text not null, \`request_id\` text not null, \`input\` json null, \`total\` integer not null default 0, \`done\` integer not null default 0, \`failed\` integer not null default 0, \`failures\` json not null default '[]', \`error\` text null, \`created_at\` datetime not null, \`started_at\` datetime null, \`ended_at\` datetime null, \`runner\` text null, \`leased_until\` datetime null);`,
    );
    this.addSql(`create index \`job_ended_at_index\` on \`job\` (\`ended_at\`);`);
    this.addSql(`create index \`job_actor_id_created_at_index\` on \`job\` (\`actor_id\`, \`created_at\`);`);
    this.addSql(`create index \`job_state_index\` on \`job\` (\`state\`);`);

    this.addSql(
      `create table \`job_target\` (\`job\` text not null, \`record\` text not null, primary key (\`job\`, \`record\`));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`job\`;`);
    this.addSql(`drop table if exists \`job_target\`;`);
  }
}
