//go:build tools

// Package tools makes `go mod tidy` keep the module whose resource definitions are copied. It is never compiled.
package tools

import _ "sigs.k8s.io/gateway-api/pkg/consts"
