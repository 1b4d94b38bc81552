import { Migration } from '@mikro-orm/migrations';

/** The maximum number of names that an error lists. */
const mostNamed = 100;

/** From here on host names are compared without case: machines whose names differ only in case are refused. */
export class Migration20261129230629_hostname_key extends Migration {
  override name = 'Migration20261129230629_hostname_key';

  override async up(): Promise<void> {
    await this.expectNoClashes();
    this.addSql(
      `create table \`instance__temp_alter\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`public_hostname\` text null, \`account_id\` text not null, \`given_project_id\` text null, \`image_id\` text not null, \`instance_type\` text not null, \`architecture\` text not null, \`availability_zone\` text not null, \`availability_zone_id\` text not null, \`region\` text not null, \`launch_index\` integer not null, \`reservation_id\` text not null, \`life_cycle\` text not null, \`ami_manifest_path\` text not null, \`profile\` text not null, \`system\` text not null, \`instance_action\` text not null, \`monitoring\` text null, \`hibernation_configured\` integer null, \`outpost_arn\` text null, \`kernel_id\` text null, \`ramdisk_id\` text null, \`placement_group_name\` text null, \`placement_host_id\` text null, \`placement_partition_number\` integer null, \`product_codes\` json not null, \`ancestor_ami_ids\` json not null, \`billing_products\` json not null, \`block_devices\` json not null, \`given_local_hostname\` text null, \`instance_id\` text not null, \`uuid\` text not null, \`hostname\` text not null, \`external_id\` text null, \`launched_at\` datetime not null, \`metadata_options_http_endpoint\` text check (\`metadata_options_http_endpoint\` in ('ENABLED', 'DISABLED')) not null default 'ENABLED', \`metadata_options_http_tokens\` text check (\`metadata_options_http_tokens\` in ('OPTIONAL', 'REQUIRED')) not null default 'OPTIONAL', \`metadata_options_http_put_response_hop_limit\` integer not null default 1, \`metadata_options_http_protocol_ipv6\` text check (\`metadata_options_http_protocol_ipv6\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`metadata_options_instance_metadata_tags\` text check (\`metadata_options_instance_metadata_tags\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`notices_spot_action\` text check (\`notices_spot_action\` in ('terminate', 'stop', 'hibernate')) null, \`notices_spot_time\` datetime null, \`notices_spot_notice_time\` datetime null, \`notices_rebalance_notice_time\` datetime null, \`notices_target_lifecycle_state\` text null, \`user_data_id\` text null, \`iam_role_id\` text null, \`identity_role_id\` text null, \`encrypted_password\` text null, \`hostname_key\` text not null, \`display_name\` text null, constraint \`instance_user_data_id_foreign\` foreign key (\`user_data_id\`) references \`user_data\` (\`id\`) on delete set null, constraint \`instance_iam_role_id_foreign\` foreign key (\`iam_role_id\`) references \`iam_role\` (\`id\`) on delete set null, constraint \`instance_identity_role_id_foreign\` foreign key (\`identity_role_id\`) references \`iam_role\` (\`id\`) on delete set null);`,
    );
    this.addSql(
      `insert into \`instance__temp_alter\` select *, lower(\`hostname\`), null from \`instance\`;`,
    );
    this.addSql(`drop table \`instance\`;`);
    this.addSql(`alter table \`instance__temp_alter\` rename to \`instance\`;`);
    this.addSql(`create unique index \`instance_instance_id_unique\` on \`instance\` (\`instance_id\`);`);
    this.addSql(`create unique index \`instance_uuid_unique\` on \`instance\` (\`uuid\`);`);
    this.addSql(`create unique index \`instance_hostname_key_unique\` on \`instance\` (\`hostname_key\`);`);
    this.addSql(`create unique index \`instance_external_id_unique\` on \`instance\` (\`external_id\`);`);
    this.addSql(`create index \`instance_user_data_id_index\` on \`instance\` (\`user_data_id\`);`);
    this.addSql(`create index \`instance_iam_role_id_index\` on \`instance\` (\`iam_role_id\`);`);
    this.addSql(`create index \`instance_identity_role_id_index\` on \`instance\` (\`identity_role_id\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`instance_hostname_key_unique\`;`);
    this.addSql(`alter table \`instance\` drop column \`hostname_key\`;`);
    this.addSql(`alter table \`instance\` drop column \`display_name\`;`);
    this.addSql(`create unique index \`instance_hostname_unique\` on \`instance\` (\`hostname\`);`);
  }

  private async expectNoClashes(): Promise<void> {
    const clashes = (await this.execute(
      `select group_concat('"' || "hostname" || '"', ' and ' order by "hostname") as "names" from "instance" group by lower("hostname") having count(*) > 1`,
    )) as { names: string }[];
    if (clashes.length === 0) return;
    const listed = clashes.slice(0, mostNamed).map(({ names }) => names);
    const rest = clashes.length > mostNamed ? `, and ${clashes.length - mostNamed} more` : '';
    throw new Error(
      `host names that differ in their case alone are one name from now on; with the release before rename all but one of each: ${listed.join(', ')}${rest}`,
    );
  }
}
