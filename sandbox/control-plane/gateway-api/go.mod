// The resource definitions of the Gateway API; no code of it is built.
module slipway.dev/sandbox/control-plane/gateway-api

go 1.26.0

require sigs.k8s.io/gateway-api v1.6.3
