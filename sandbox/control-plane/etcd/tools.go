//go:build tools

// Package tools makes `go mod tidy` keep what etcd needs. It is never compiled.
package tools

import _ "go.etcd.io/etcd/server/v3"
