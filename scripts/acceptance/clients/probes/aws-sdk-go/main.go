// What the AWS SDK for Go v1 gets, as one line of JSON.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/aws/aws-sdk-go/aws/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go/aws/ec2metadata"
	"github.com/aws/aws-sdk-go/aws/session"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	client := ec2metadata.New(must(session.NewSession()))
	if _, absent := client.GetMetadata("no-such-thing"); absent == nil {
		log.Fatal("a path that is not there was answered")
	}
	role := ec2rolecreds.NewCredentialsWithClient(client)
	value := must(role.Get())
	must(0, json.NewEncoder(os.Stdout).Encode(map[string]any{
		"instance-id":       must(client.GetMetadata("instance-id")),
		"region":            must(client.Region()),
		"user-data":         must(client.GetUserData()),
		"identity document": must(client.GetInstanceIdentityDocument()),
		"instance profile":  must(client.IAMInfo()).InstanceProfileArn,
		"what is absent":    nil,
		"credentials": map[string]any{
			"accessKeyId":     value.AccessKeyID,
			"secretAccessKey": value.SecretAccessKey,
			"token":           value.SessionToken,
		},
		"expiration": must(role.ExpiresAt()),
	}))
}
