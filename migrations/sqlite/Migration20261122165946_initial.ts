import { Migration } from '@mikro-orm/migrations';

export class Migration20261122165946_initial extends Migration {
  override name = 'Migration20261122165946_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`api_token\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text not null, \`role\` text check (\`role\` in ('VIEWER', 'OPERATOR', 'SUPERUSER')) not null, \`prefix\` text not null, \`secret_hash\` text not null, \`expires_at\` datetime null, \`last_used_at\` datetime null, \`revoked_at\` datetime null);`,
    );
    this.addSql(`create unique index \`api_token_name_unique\` on \`api_token\` (\`name\`);`);
    this.addSql(`create unique index \`api_token_secret_hash_unique\` on \`api_token\` (\`secret_hash\`);`);

    this.addSql(
      `create table \`audit_entry\` (\`id\` text not null primary key, \`at\` datetime not null, \`actor_kind\` text check (\`actor_kind\` in ('USER', 'API_TOKEN', 'SYSTEM', 'NOBODY')) not null, \`actor_id\` text null, \`actor_name\` text not null, \`action\` text check (\`action\` in ('CREATED', 'UPDATED', 'DELETED')) not null, \`subject_type\` text not null, \`subject_id\` text not null, \`subject_name\` text not null, \`changes\` json not null, \`request_id\` text null);`,
    );
    this.addSql(`create index \`audit_entry_at_index\` on \`audit_entry\` (\`at\`);`);
    this.addSql(
      `create index \`audit_entry_subject_id_at_index\` on \`audit_entry\` (\`subject_id\`, \`at\`);`,
    );

    this.addSql(
      `create table \`ssh_key\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text not null, \`public_key\` text not null, \`type\` text not null, \`bits\` integer null, \`fingerprint\` text not null, \`comment\` text not null);`,
    );
    this.addSql(`create unique index \`ssh_key_name_unique\` on \`ssh_key\` (\`name\`);`);
    this.addSql(`create index \`ssh_key_fingerprint_index\` on \`ssh_key\` (\`fingerprint\`);`);

    this.addSql(
      `create table \`user\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`username\` text not null, \`password_hash\` text not null, \`role\` text check (\`role\` in ('VIEWER', 'OPERATOR', 'SUPERUSER')) not null, \`disabled\` integer not null default false, \`last_sign_in_at\` datetime null);`,
    );
    this.addSql(`create unique index \`user_username_unique\` on \`user\` (\`username\`);`);

    this.addSql(
      `create table \`session\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`user_id\` text not null, \`token_hash\` text not null, \`expires_at\` datetime not null, \`address\` text not null, \`user_agent\` text null, constraint \`session_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`session_user_id_index\` on \`session\` (\`user_id\`);`);
    this.addSql(`create unique index \`session_token_hash_unique\` on \`session\` (\`token_hash\`);`);

    this.addSql(
      `create table \`user_data\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`name\` text null, \`content\` blob not null, \`kind\` text check (\`kind\` in ('cloud-config', 'script', 'multipart', 'gzip', 'other')) not null, \`size\` integer not null, \`sha256\` text not null);`,
    );
    this.addSql(`create unique index \`user_data_name_unique\` on \`user_data\` (\`name\`);`);

    this.addSql(
      `create table \`instance\` (\`id\` text not null primary key, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`public_hostname\` text null, \`account_id\` text not null, \`image_id\` text not null, \`instance_type\` text not null, \`architecture\` text not null, \`availability_zone\` text not null, \`availability_zone_id\` text not null, \`region\` text not null, \`launch_index\` integer not null, \`reservation_id\` text not null, \`life_cycle\` text not null, \`ami_manifest_path\` text not null, \`profile\` text not null, \`system\` text not null, \`kernel_id\` text null, \`ramdisk_id\` text null, \`placement_group_name\` text null, \`placement_host_id\` text null, \`placement_partition_number\` integer null, \`product_codes\` json not null, \`ancestor_ami_ids\` json not null, \`security_groups\` json not null, \`block_devices\` json not null, \`given_local_hostname\` text null, \`instance_id\` text not null, \`hostname\` text not null, \`external_id\` text null, \`launched_at\` datetime not null, \`metadata_options_http_endpoint\` text check (\`metadata_options_http_endpoint\` in ('ENABLED', 'DISABLED')) not null default 'ENABLED', \`metadata_options_http_tokens\` text check (\`metadata_options_http_tokens\` in ('OPTIONAL', 'REQUIRED')) not null default 'OPTIONAL', \`metadata_options_http_put_response_hop_limit\` integer not null default 1, \`metadata_options_http_protocol_ipv6\` text check (\`metadata_options_http_protocol_ipv6\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`metadata_options_instance_metadata_tags\` text check (\`metadata_options_instance_metadata_tags\` in ('ENABLED', 'DISABLED')) not null default 'DISABLED', \`user_data_id\` text null, constraint \`instance_user_data_id_foreign\` foreign key (\`user_data_id\`) references \`user_data\` (\`id\`) on delete set null);`,
    );
    this.addSql(`create unique index \`instance_instance_id_unique\` on \`instance\` (\`instance_id\`);`);
    this.addSql(`create unique index \`instance_hostname_unique\` on \`instance\` (\`hostname\`);`);
    this.addSql(`create unique index \`instance_external_id_unique\` on \`instance\` (\`external_id\`);`);
    this.addSql(`create index \`instance_user_data_id_index\` on \`instance\` (\`user_data_id\`);`);

    this.addSql(
      `create table \`tag\` (\`instance_id\` text not null, \`key\` text not null, \`value\` text not null, primary key (\`instance_id\`, \`key\`), constraint \`tag_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`tag_instance_id_index\` on \`tag\` (\`instance_id\`);`);
    this.addSql(`create index \`tag_key_value_index\` on \`tag\` (\`key\`, \`value\`);`);

    this.addSql(
      `create table \`network_interface\` (\`id\` text not null primary key, \`instance_id\` text not null, \`mac\` text null, \`device_number\` integer not null, \`network_card\` integer null, constraint \`network_interface_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade);`,
    );
    this.addSql(
      `create index \`network_interface_instance_id_index\` on \`network_interface\` (\`instance_id\`);`,
    );
    this.addSql(`create unique index \`network_interface_mac_unique\` on \`network_interface\` (\`mac\`);`);
    this.addSql(
      `create unique index \`network_interface_instance_id_device_number_network_card_unique\` on \`network_interface\` (\`instance_id\`, \`device_number\`, \`network_card\`);`,
    );

    this.addSql(
      `create table \`key_attachment\` (\`instance_id\` text not null, \`key_id\` text not null, \`position\` integer not null, primary key (\`instance_id\`, \`key_id\`), constraint \`key_attachment_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on update cascade on delete cascade, constraint \`key_attachment_key_id_foreign\` foreign key (\`key_id\`) references \`ssh_key\` (\`id\`) on update cascade on delete cascade);`,
    );
    this.addSql(`create index \`key_attachment_instance_id_index\` on \`key_attachment\` (\`instance_id\`);`);
    this.addSql(`create index \`key_attachment_key_id_index\` on \`key_attachment\` (\`key_id\`);`);

    this.addSql(
      `create table \`address\` (\`address\` text not null primary key, \`instance_id\` text not null, \`interface_id\` text null, \`position\` integer not null default 0, \`public_address\` text null, constraint \`address_instance_id_foreign\` foreign key (\`instance_id\`) references \`instance\` (\`id\`) on delete cascade, constraint \`address_interface_id_foreign\` foreign key (\`interface_id\`) references \`network_interface\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`address_instance_id_index\` on \`address\` (\`instance_id\`);`);
    this.addSql(`create index \`address_interface_id_index\` on \`address\` (\`interface_id\`);`);
    this.addSql(`create unique index \`address_public_address_unique\` on \`address\` (\`public_address\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`address\`;`);
    this.addSql(`drop table if exists \`key_attachment\`;`);
    this.addSql(`drop table if exists \`network_interface\`;`);
    this.addSql(`drop table if exists \`tag\`;`);
    this.addSql(`drop table if exists \`instance\`;`);
    this.addSql(`drop table if exists \`user_data\`;`);
    this.addSql(`drop table if exists \`session\`;`);
    this.addSql(`drop table if exists \`user\`;`);
    this.addSql(`drop table if exists \`ssh_key\`;`);
    this.addSql(`drop table if exists \`audit_entry\`;`);
    this.addSql(`drop table if exists \`api_token\`;`);
  }
}
