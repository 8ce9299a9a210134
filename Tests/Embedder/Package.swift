// swift-tools-version: 6.2
import PackageDescription

// Somebody else's app: the core and the SQLite store, nothing besides.
let package = Package(
  name: "embedder",
  dependencies: [.package(name: "provisioning", path: "../..")],
  targets: [
    .executableTarget(
      name: "embedder",
      dependencies: [
        .product(name: "Provisioning", package: "provisioning"),
        .product(name: "ProvisioningSQLite", package: "provisioning"),
        .product(name: "ProvisioningSystem", package: "provisioning"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
