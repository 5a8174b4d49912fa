package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one control plane is made of, and the command lines that follow from it. */
record Settings(
        Installation installation,
        Path workFolder,
        @Nullable Path egressSocket,
        int etcdPort,
        int etcdPeerPort,
        int apiPort) {

    Settings(Installation installation, Path workFolder, @Nullable Path egressSocket) {
        this(installation, workFolder, egressSocket, Ports.free(), Ports.free(), Ports.free());
    }

    /** The API server makes its certificate here by itself and keeps it over restarts. */
    Path certificates() {
        return workFolder.resolve("certificates");
    }

    private Path egressSelection() {
        return workFolder.resolve("egress-selection.yaml");
    }

    List<String> etcdArguments() {
        String clients = "http://127.0.0.1:" + etcdPort;
        String peers = "http://127.0.0.1:" + etcdPeerPort;
        return List.of(
                "--data-dir=" + workFolder.resolve("etcd"),
                "--unsafe-no-fsync", // survives the death of a process, which is all that is asked of it
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--log-level=warn");
    }

    List<String> apiServerArguments(Credentials credentials) {
        List<String> always = List.of(
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--secure-port=" + apiPort,
                "--cert-dir=" + certificates(),
                "--endpoint-reconciler-type=none", // there is no address under which pods could reach it
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + credentials.publicKey(),
                "--service-account-signing-key-file=" + credentials.privateKey(),
                "--token-auth-file=" + credentials.tokens(),
                "--authorization-mode=RBAC",
                // Nothing makes service accounts here, and without them this plugin refuses every pod.
                "--disable-admission-plugins=ServiceAccount");
        return egressSocket == null
                ? always
                : Stream.concat(always.stream(), Stream.of("--egress-selector-config-file=" + egressSelection()))
                        .toList();
    }

    /** With its default of 20 requests a second, the controllers would be what every test waits for. */
    List<String> controllerArguments(Path kubeconfig) {
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--secure-port=0",
                "--leader-elect=false",
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                "--controllers=deployment,replicaset,statefulset,job,endpointslice,garbagecollector,namespace");
    }

    /** Leads the API server's connections into the cluster's network, and only those, through the Unix socket. */
    void writeEgressSelection() throws IOException {
        if (egressSocket != null) {
            Files.writeString(egressSelection(), """
                    apiVersion: apiserver.k8s.io/v1beta1
                    kind: EgressSelectorConfiguration
                    egressSelections:
                    - name: cluster
                      connection:
                        proxyProtocol: HTTPConnect
                        transport:
                          uds:
                            udsName: "%s"
                    """.formatted(egressSocket));
        }
    }
}
