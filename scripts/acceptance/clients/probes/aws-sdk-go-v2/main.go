// What the AWS SDK for Go v2 gets, as one line of JSON.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func text(content io.ReadCloser) string {
	defer content.Close()
	return string(must(io.ReadAll(content)))
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	client := imds.New(imds.Options{})
	_, absent := client.GetMetadata(ctx, &imds.GetMetadataInput{Path: "no-such-thing"})
	if absent == nil {
		log.Fatal("a path that is not there was answered")
	}
	role := must(ec2rolecreds.New().Retrieve(ctx))
	must(0, json.NewEncoder(os.Stdout).Encode(map[string]any{
		"instance-id":       text(must(client.GetMetadata(ctx, &imds.GetMetadataInput{Path: "instance-id"})).Content),
		"region":            must(client.GetRegion(ctx, &imds.GetRegionInput{})).Region,
		"user-data":         text(must(client.GetUserData(ctx, &imds.GetUserDataInput{})).Content),
		"identity document": must(client.GetInstanceIdentityDocument(ctx, &imds.GetInstanceIdentityDocumentInput{})).InstanceIdentityDocument,
		"instance profile":  must(client.GetIAMInfo(ctx, &imds.GetIAMInfoInput{})).InstanceProfileArn,
		"what is absent":    nil,
		"credentials": map[string]any{
			"accessKeyId":     role.AccessKeyID,
			"secretAccessKey": role.SecretAccessKey,
			"token":           role.SessionToken,
		},
	}))
}
