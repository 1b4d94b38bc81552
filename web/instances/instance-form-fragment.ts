import { graphql } from '../generated';

export const InstanceFormFields = graphql(`
  fragment InstanceForm on Instance {
    id
    instanceId
    uuid
    hostname
    displayName
    externalId
    version
    callerAddresses
    localHostname
    publicHostname
    accountId
    imageId
    instanceType
    architecture
    availabilityZone
    availabilityZoneId
    region
    launchIndex
    reservationId
    lifeCycle
    kernelId
    ramdiskId
    productCodes
    amiManifestPath
    ancestorAmiIds
    profile
    system
    placementGroupName
    placementHostId
    placementPartitionNumber
    outpostArn
    instanceAction
    monitoring
    hibernationConfigured
    billingProducts
    viewerCanUpdate
    lastRequest {
      at
      address
      userAgent
      withToken
    }
    tags {
      key
      value
    }
    interfaces {
      id
      mac
      deviceNumber
      networkCard
      addresses
      associations {
        privateAddress
        publicAddress
      }
      subnet {
        id
        name
      }
      securityGroups {
        id
        name
      }
      ipv4Prefixes
      ipv6Prefixes
    }
    iamRole {
      id
      name
    }
    identityRole {
      id
      name
    }
    customMetadata {
      path
      since
      value
      bytes
    }
    keys {
      id
      name
    }
    userData {
      id
      name
      text
      content
    }
    blockDevices {
      virtualName
      deviceName
    }
    metadataOptions {
      httpEndpoint
      httpTokens
      httpPutResponseHopLimit
      httpProtocolIpv6
      instanceMetadataTags
    }
  }
`);

export const InstanceFormQuery = graphql(`
  query InstanceForm($id: ID!) {
    instance(by: { id: $id }) {
      ...InstanceForm
    }
  }
`);

export const CreateInstance = graphql(`
  mutation CreateInstance($input: CreateInstanceInput!) {
    createInstance(input: $input) {
      instance {
        ...InstanceForm
      }
    }
  }
`);

export const UpdateInstance = graphql(`
  mutation UpdateInstance($input: UpdateInstanceInput!) {
    updateInstance(input: $input) {
      outcome
      instance {
        ...InstanceForm
      }
    }
  }
`);
