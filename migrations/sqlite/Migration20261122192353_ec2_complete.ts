import { Migration } from '@mikro-orm/migrations';

export class Migration20261122192353_ec2_complete extends Migration {
  override name = 'Migration20261122192353_ec2_complete';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`iam_role\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text not null, \`given_profile_arn\` text null, \`instance_profile_id\` text not null, \`sealed_credentials\` text null, \`credentials_expire_at\` datetime null, \`credentials_updated_at\` datetime not null, \`failure_code\` text null, \`failure_message\` text null);`,
    );
    this.addSql(`create unique index \`iam_role_name_unique\` on \`iam_role\` (\`name\`);`);

    this.addSql(
      `create table \`security_group\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text not null, \`description\` text not null default '');`,
    );
    this.addSql(`create unique index \`security_group_name_unique\` on \`security_group\` (\`name\`);`);

    this.addSql(
      `create table \`signing_key\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`generation\` integer not null, \`certificate\` text not null, \`sealed_private_key\` text not null);`,
    );
    this.addSql(`create unique index \`signing_key_generation_unique\` on \`signing_key\` (\`generation\`);`);

    this.addSql(
      `create table \`maintenance_event\` (\`id\` text not null primary key, \`instance_id\` text not null, \`code\` text not null, \`description\` text not null, \`not_before\` datetime not null, \`not_after\` datetime null, \`not_before_deadline\` datetime null, \`state\` text check (\`state\` in ('active', 'completed', 'canceled')) not null, constraint \`maintenance_event_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade);`,
    );
    this.addSql(
      `create index \`maintenance_event_instance_id_index\` on \`maintenance_event\` (\`instance_id\`);`,
    );

    this.addSql(
      `create table \`custom_metadata\` (\`instance_id\` text not null, \`path\` text not null, \`since\` text null, \`bytes\` blob not null, primary key (\`instance_id\`, \`path\`), constraint \`custom_metadata_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade);`,
    );
    this.addSql(
      `create index \`custom_metadata_instance_id_index\` on \`custom_metadata\` (\`instance_id\`);`,
    );

    this.addSql(
      `create table \`vpc\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text not null, \`ipv4cidr_blocks\` json not null, \`ipv6cidr_blocks\` json not null);`,
    );
    this.addSql(`create unique index \`vpc_name_unique\` on \`vpc\` (\`name\`);`);

    this.addSql(
      `create table \`subnet\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text not null, \`vpc_id\` text not null, \`ipv4cidr_block\` text null, \`ipv6cidr_blocks\` json not null, \`ipv4gateway\` text null, \`ipv6gateway\` text null, \`dns_servers\` json not null, \`dhcp\` integer not null default true, constraint \`subnet_vpc_id_foreign\` foreign key (\`vpc_id\`) references \`vpc\` (\`id\`));`,
    );
    this.addSql(`create unique index \`subnet_name_unique\` on \`subnet\` (\`name\`);`);
    this.addSql(`create index \`subnet_vpc_id_index\` on \`subnet\` (\`vpc_id\`);`);

    this.addSql(
      `create table \`group_membership\` (\`interface_id\` text not null, \`group_id\` text not null, \`instance_id\` text not null, \`position\` integer not null, primary key (\`interface_id\`, \`group_id\`), constraint \`group_membership_interface_id_foreign\` foreign key (\`interface_id\`) references \`network_interface\` (\`id\`) on update cascade on delete cascade, constraint \`group_membership_group_id_foreign\` foreign key (\`group_id\`) references \`security_group\` (\`id\`) on update cascade on delete cascade, constraint \`group_membership_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade);`,
    );
    this.addSql(
      `create index \`group_membership_interface_id_index\` on \`group_membership\` (\`interface_id\`);`,
    );
    this.addSql(`create index \`group_membership_group_id_index\` on \`group_membership\` (\`group_id\`);`);
    this.addSql(
      `create index \`group_membership_instance_id_index\` on \`group_membership\` (\`instance_id\`);`,
    );

    this.addSql(`alter table \`network_interface\` add column \`ipv4prefixes\` json not null default '[]';`);
    this.addSql(`alter table \`network_interface\` add column \`ipv6prefixes\` json not null default '[]';`);
    this.addSql(
      `alter table \`network_interface\` add column \`subnet_id\` text null constraint \`network_interface_subnet_id_foreign\` references \`subnet\` (\`id\`) on delete set null;`,
    );
    this.addSql(
      `create index \`network_interface_subnet_id_index\` on \`network_interface\` (\`subnet_id\`);`,
    );

    // Groups were names in a list of the instance: now each is a record with every interface in it, as served before.
    this.addSql(
      `insert into \`network_interface\` (\`id\`, \`instance_id\`, \`device_number\`, \`ipv4prefixes\`, \`ipv6prefixes\`) select 'eni-' || substr(lower(hex(randomblob(9))), 2), \`id\`, 0, '[]', '[]' from \`instance\` where not exists (select 1 from \`network_interface\` as \`one\` where \`one\`.\`instance_id\` = \`instance\`.\`id\`);`,
    );
    this.addSql(
      `insert into \`security_group\` (\`id\`, \`created_at\`, \`updated_at\`, \`name\`) select 'sg-' || substr(lower(hex(randomblob(9))), 2), unixepoch() * 1000, unixepoch() * 1000, \`name\` from (select distinct \`value\` as \`name\` from \`instance\`, json_each(\`security_groups\`));`,
    );
    this.addSql(
      `insert into \`group_membership\` (\`interface_id\`, \`group_id\`, \`instance_id\`, \`position\`) select \`one\`.\`id\`, \`security_group\`.\`id\`, \`instance\`.\`id\`, min(\`key\`) from \`instance\`, json_each(\`security_groups\`) join \`security_group\` on \`name\` = \`value\` join \`network_interface\` as \`one\` on \`one\`.\`instance_id\` = \`instance\`.\`id\` group by \`one\`.\`id\`, \`security_group\`.\`id\`;`,
    );

    this.addSql(
      `create table \`instance__temp_alter\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`public_hostname\` text null, \`account_id\` text not null, \`given_project_id\` text null, \`image_id\` text not null, \`instance_type\` text not null, \`architecture\` text not null, \`availability_zone\` text not null, \`availability_zone_id\` text not null, \`region\` text not null, \`launch_index\` integer not null, \`reservation_id\` text not null, \`life_cycle\` text not null, \`ami_manifest_path\` text not null, \`profile\` text not null, \`system\` text not null, \`instance_action\` text not null, \`monitoring\` text null, \`hibernation_configured\` integer null, \`outpost_arn\` text null, \`kernel_id\` text null, \`ramdisk_id\` text null, \`placement_group_name\` text null, \`placement_host_id\` text null, \`placement_partition_number\` integer null, \`product_codes\` json not null, \`ancestor_ami_ids\` json not null, \`billing_products\` json not null, \`block_devices\` json not null, \`given_local_hostname\` text null, \`instance_id\` text not null, \`uuid\` text not null, \`hostname\` text not null, \`external_id\` text null, \`launched_at\` datetime not null, \`metadata_options_http_endpoint\` text check (\`metadata_options_http_endpoint\` in ('ENABLED', 'DISABLED')) not null default 'ENABLED', \`metadata_options_http_tokens\` text check (\`metadata_options_http_tokens\` in ('OPTIONAL', 'REQUIRED')) not null default 'OPTIONAL', \`metadata_options_http_put_response_hop_limit\` integer not null default 1, \`metadata_options_http_protocol_ipv6\` text check (\`metadata_options_http_protocol_ipv6\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`metadata_options_instance_metadata_tags\` text check (\`metadata_options_instance_metadata_tags\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`notices_spot_action\` text check (\`notices_spot_action\` in ('terminate', 'stop', 'hibernate')) null, \`notices_spot_time\` datetime null, \`notices_spot_notice_time\` datetime null, \`notices_rebalance_notice_time\` datetime null, \`notices_target_lifecycle_state\` text null, \`user_data_id\` text null, \`iam_role_id\` text null, \`identity_role_id\` text null, \`encrypted_password\` text null, constraint \`instance_user_data_id_foreign\` foreign key (\`user_data_id\`) references \`user_data\` (\`id\`) on delete set null, constraint \`instance_iam_role_id_foreign\` foreign key (\`iam_role_id\`) references \`iam_role\` (\`id\`) on delete set null, constraint \`instance_identity_role_id_foreign\` foreign key (\`identity_role_id\`) references \`iam_role\` (\`id\`) on delete set null);`,
    );
    this.addSql(
      `insert into \`instance__temp_alter\` select \`id\`, \`version\`, \`created_at\`, \`updated_at\`, \`public_hostname\`, \`account_id\`, null as \`given_project_id\`, \`image_id\`, \`instance_type\`, \`architecture\`, \`availability_zone\`, \`availability_zone_id\`, \`region\`, \`launch_index\`, \`reservation_id\`, \`life_cycle\`, \`ami_manifest_path\`, \`profile\`, \`system\`, 'none' as \`instance_action\`, null as \`monitoring\`, null as \`hibernation_configured\`, null as \`outpost_arn\`, \`kernel_id\`, \`ramdisk_id\`, \`placement_group_name\`, \`placement_host_id\`, \`placement_partition_number\`, \`product_codes\`, \`ancestor_ami_ids\`, '[]' as \`billing_products\`, \`block_devices\`, \`given_local_hostname\`, \`instance_id\`, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', abs(random()) % 4 + 1, 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))) as \`uuid\`, \`hostname\`, \`external_id\`, \`launched_at\`, \`metadata_options_http_endpoint\`, \`metadata_options_http_tokens\`, \`metadata_options_http_put_response_hop_limit\`, \`metadata_options_http_protocol_ipv6\`, \`metadata_options_instance_metadata_tags\`, null as \`notices_spot_action\`, null as \`notices_spot_time\`, null as \`notices_spot_notice_time\`, null as \`notices_rebalance_notice_time\`, null as \`notices_target_lifecycle_state\`, \`user_data_id\`, null as \`iam_role_id\`, null as \`identity_role_id\`, null as \`encrypted_password\` from \`instance\`;`,
    );
    this.addSql(`drop table \`instance\`;`);
    this.addSql(`alter table \`instance__temp_alter\` rename to \`instance\`;`);
    this.addSql(`create unique index \`instance_instance_id_unique\` on \`instance\` (\`instance_id\`);`);
    this.addSql(`create unique index \`instance_uuid_unique\` on \`instance\` (\`uuid\`);`);
    this.addSql(`create unique index \`instance_hostname_unique\` on \`instance\` (\`hostname\`);`);
    this.addSql(`create unique index \`instance_external_id_unique\` on \`instance\` (\`external_id\`);`);
    this.addSql(`create index \`instance_user_data_id_index\` on \`instance\` (\`user_data_id\`);`);
    this.addSql(`create index \`instance_iam_role_id_index\` on \`instance\` (\`iam_role_id\`);`);
    this.addSql(`create index \`instance_identity_role_id_index\` on \`instance\` (\`identity_role_id\`);`);

    this.addSql(
      `create table \`audit_entry__temp_alter\` (\`id\` text not null primary key, \`at\` datetime not null, \`actor_kind\` text check (\`actor_kind\` in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY', 'GUEST')) not null, \`actor_id\` text null, \`actor_name\` text not null, \`action\` text check (\`action\` in ('CREATED', 'UPDATED', 'DELETED')) not null, \`subject_type\` text not null, \`subject_id\` text not null, \`subject_name\` text not null, \`changes\` json not null, \`request_id\` text null);`,
    );
    this.addSql(
      `insert into \`audit_entry__temp_alter\` select \`id\`, \`at\`, \`actor_kind\`, \`actor_id\`, \`actor_name\`, \`action\`, \`subject_type\`, \`subject_id\`, \`subject_name\`, \`changes\`, \`request_id\` from \`audit_entry\`;`,
    );
    this.addSql(`drop table \`audit_entry\`;`);
    this.addSql(`alter table \`audit_entry__temp_alter\` rename to \`audit_entry\`;`);
    this.addSql(`create index \`audit_entry_at_index\` on \`audit_entry\` (\`at\`);`);
    this.addSql(
      `create index \`audit_entry_subject_id_at_index\` on \`audit_entry\` (\`subject_id\`, \`at\`);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `create table \`audit_entry__temp_alter\` (\`action\` text check (\`action\` in ('CREATED', 'UPDATED', 'DELETED')) not null, \`actor_id\` text null, \`actor_kind\` text check (\`actor_kind\` in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY')) not null, \`actor_name\` text not null, \`at\` datetime not null, \`changes\` json not null, \`id\` text not null primary key, \`request_id\` text null, \`subject_id\` text not null, \`subject_name\` text not null, \`subject_type\` text not null);`,
    );
    this.addSql(
      `insert into \`audit_entry__temp_alter\` select \`action\`, \`actor_id\`, replace(\`actor_kind\`, 'GUEST', 'NOBODY'), \`actor_name\`, \`at\`, \`changes\`, \`id\`, \`request_id\`, \`subject_id\`, \`subject_name\`, \`subject_type\` from \`audit_entry\`;`,
    );
    this.addSql(`drop table \`audit_entry\`;`);
    this.addSql(`alter table \`audit_entry__temp_alter\` rename to \`audit_entry\`;`);
    this.addSql(`create index \`audit_entry_at_index\` on \`audit_entry\` (\`at\`);`);
    this.addSql(
      `create index \`audit_entry_subject_id_at_index\` on \`audit_entry\` (\`subject_id\`, \`at\`);`,
    );

    this.addSql(
      `create table \`instance__temp_alter\` (\`account_id\` text not null, \`ami_manifest_path\` text not null, \`ancestor_ami_ids\` json not null, \`architecture\` text not null, \`availability_zone\` text not null, \`availability_zone_id\` text not null, \`block_devices\` json not null, \`created_at\` datetime not null, \`external_id\` text null, \`given_local_hostname\` text null, \`hostname\` text not null, \`id\` text not null primary key, \`image_id\` text not null, \`instance_id\` text not null, \`instance_type\` text not null, \`kernel_id\` text null, \`launch_index\` integer not null, \`launched_at\` datetime not null, \`life_cycle\` text not null, \`metadata_options_http_endpoint\` text check (\`metadata_options_http_endpoint\` in ('ENABLED', 'DISABLED')) not null default 'ENABLED', \`metadata_options_http_protocol_ipv6\` text check (\`metadata_options_http_protocol_ipv6\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`metadata_options_http_put_response_hop_limit\` integer not null default 1, \`metadata_options_http_tokens\` text check (\`metadata_options_http_tokens\` in ('OPTIONAL', 'REQUIRED')) not null default 'OPTIONAL', \`metadata_options_instance_metadata_tags\` text check (\`metadata_options_instance_metadata_tags\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`placement_group_name\` text null, \`placement_host_id\` text null, \`placement_partition_number\` integer null, \`product_codes\` json not null, \`profile\` text not null, \`public_hostname\` text null, \`ramdisk_id\` text null, \`region\` text not null, \`reservation_id\` text not null, \`security_groups\` json not null, \`system\` text not null, \`updated_at\` datetime not null, \`user_data_id\` text null, \`version\` integer not null default 1, constraint \`instance_user_data_id_foreign\` foreign key (\`user_data_id\`) references \`user_data\` (\`id\`) on delete set null);`,
    );
    this.addSql(
      `insert into \`instance__temp_alter\` select \`account_id\`, \`ami_manifest_path\`, \`ancestor_ami_ids\`, \`architecture\`, \`availability_zone\`, \`availability_zone_id\`, \`block_devices\`, \`created_at\`, \`external_id\`, \`given_local_hostname\`, \`hostname\`, \`id\`, \`image_id\`, \`instance_id\`, \`instance_type\`, \`kernel_id\`, \`launch_index\`, \`launched_at\`, \`life_cycle\`, \`metadata_options_http_endpoint\`, \`metadata_options_http_protocol_ipv6\`, \`metadata_options_http_put_response_hop_limit\`, \`metadata_options_http_tokens\`, \`metadata_options_instance_metadata_tags\`, \`placement_group_name\`, \`placement_host_id\`, \`placement_partition_number\`, \`product_codes\`, \`profile\`, \`public_hostname\`, \`ramdisk_id\`, \`region\`, \`reservation_id\`, (select coalesce(json_group_array(\`name\`), '[]') from (select distinct \`name\`, \`position\` from \`group_membership\` join \`security_group\` on \`security_group\`.\`id\` = \`group_id\` where \`group_membership\`.\`instance_id\` = \`instance\`.\`id\` order by \`position\`)) as \`security_groups\`, \`system\`, \`updated_at\`, \`user_data_id\`, \`version\` from \`instance\`;`,
    );
    this.addSql(`drop table \`instance\`;`);
    this.addSql(`alter table \`instance__temp_alter\` rename to \`instance\`;`);
    this.addSql(`create unique index \`instance_external_id_unique\` on \`instance\` (\`external_id\`);`);
    this.addSql(`create unique index \`instance_hostname_unique\` on \`instance\` (\`hostname\`);`);
    this.addSql(`create unique index \`instance_instance_id_unique\` on \`instance\` (\`instance_id\`);`);
    this.addSql(`create index \`instance_user_data_id_index\` on \`instance\` (\`user_data_id\`);`);

    this.addSql(`drop index \`network_interface_subnet_id_index\`;`);
    this.addSql(`alter table \`network_interface\` drop column \`ipv4prefixes\`;`);
    this.addSql(`alter table \`network_interface\` drop column \`ipv6prefixes\`;`);
    this.addSql(`alter table \`network_interface\` drop column \`subnet_id\`;`);

    this.addSql(`drop table if exists \`group_membership\`;`);
    this.addSql(`drop table if exists \`subnet\`;`);
    this.addSql(`drop table if exists \`vpc\`;`);
    this.addSql(`drop table if exists \`custom_metadata\`;`);
    this.addSql(`drop table if exists \`maintenance_event\`;`);
    this.addSql(`drop table if exists \`signing_key\`;`);
    this.addSql(`drop table if exists \`security_group\`;`);
    this.addSql(`drop table if exists \`iam_role\`;`);
  }
}
