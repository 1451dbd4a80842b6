// Asks a ledger with the Go client that was generated from its OpenAPI document: main URL ADDRESS...
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"ask/ledger"
)

func main() {
	url, addresses := os.Args[1], os.Args[2:]
	client, err := ledger.NewClient(url)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	answered, err := client.Check(ctx, &ledger.CheckRequest{
		Addresses: addresses,
		List:      ledger.NewOptString("newsletter"),
	})
	if err != nil {
		log.Fatal(err)
	}
	checked, ok := answered.(*ledger.CheckResults)
	if !ok {
		log.Fatalf("check: %#v", answered)
	}

	got, err := client.GetAddress(ctx, ledger.GetAddressParams{
		Address:    addresses[0],
		Consistent: ledger.NewOptBool(true),
	})
	if err != nil {
		log.Fatal(err)
	}
	single, ok := got.(*ledger.AddressHeaders)
	if !ok {
		log.Fatalf("getAddress: %#v", got)
	}

	results, err := checked.MarshalJSON()
	if err != nil {
		log.Fatal(err)
	}
	document, err := single.Response.MarshalJSON()
	if err != nil {
		log.Fatal(err)
	}
	output, err := json.Marshal(map[string]json.RawMessage{"check": results, "single": document})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(output))
}
