// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "provisioning", path: "..", traits: ["PostgreSQL"])],
  targets: [
    .executableTarget(
      name: "operations",
      dependencies: [
        .product(name: "Provisioning", package: "provisioning"),
        .product(name: "ProvisioningFlatFiles", package: "provisioning"),
        .product(name: "ProvisioningPostgreSQL", package: "provisioning"),
        .product(name: "ProvisioningSQLite", package: "provisioning"),
        .product(name: "ProvisioningSystem", package: "provisioning"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
