// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "examples",
  products: [
    .library(name: "CleverSandbox", targets: ["CleverSandbox"]),
    .executable(name: "clever-sandbox", targets: ["clever-sandbox"]),
  ],
  dependencies: [
    .package(name: "provisioning", path: ".."),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.60.0"),
  ],
  targets: [
    .target(
      name: "CleverSandbox",
      dependencies: [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ProvisioningSamples", package: "provisioning"),
      ],
      // Districts of a hundred thousand are read and served here, also in a debug build.
      swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .executableTarget(
      name: "clever-sandbox", dependencies: ["CleverSandbox"], swiftSettings: settings),
    .target(
      name: "SandboxTesting",
      dependencies: [
        "CleverSandbox",
        .product(name: "ProvisioningCurl", package: "provisioning"),
        .product(name: "ProvisioningHTTP", package: "provisioning"),
      ],
      path: "Tests/Support", swiftSettings: settings),
    .testTarget(
      name: "CleverSandboxTests",
      dependencies: [
        "CleverSandbox", "clever-sandbox", "SandboxTesting",
        .product(name: "ProvisioningCurl", package: "provisioning"),
        .product(name: "ProvisioningHTTP", package: "provisioning"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AdministrationTests",
      dependencies: [
        "CleverSandbox",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Provisioning", package: "provisioning"),
        .product(name: "ProvisioningClever", package: "provisioning"),
        .product(name: "ProvisioningCurl", package: "provisioning"),
        .product(name: "ProvisioningHTTP", package: "provisioning"),
        .product(name: "ProvisioningSystem", package: "provisioning"),
        .product(name: "linkctl", package: "provisioning"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SigningInTests",
      dependencies: [
        "CleverSandbox", "SandboxTesting",
        .product(name: "Provisioning", package: "provisioning"),
        .product(name: "ProvisioningClever", package: "provisioning"),
        .product(name: "ProvisioningCurl", package: "provisioning"),
        .product(name: "ProvisioningHTTP", package: "provisioning"),
        .product(name: "ProvisioningSystem", package: "provisioning"),
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
