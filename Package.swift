// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "provisioning",
  products: [
    .library(name: "Provisioning", targets: ["Provisioning"]),
    .library(name: "ProvisioningSystem", targets: ["ProvisioningSystem"]),
    .library(name: "ProvisioningSQLite", targets: ["ProvisioningSQLite"]),
    .library(name: "ProvisioningPostgreSQL", targets: ["ProvisioningPostgreSQL"]),
    .library(name: "ProvisioningFlatFiles", targets: ["ProvisioningFlatFiles"]),
    .library(name: "ProvisioningRosterFiles", targets: ["ProvisioningRosterFiles"]),
    .library(name: "ProvisioningHTTP", targets: ["ProvisioningHTTP"]),
    .library(name: "ProvisioningCurl", targets: ["ProvisioningCurl"]),
    .library(name: "ProvisioningClever", targets: ["ProvisioningClever"]),
    .library(name: "ProvisioningSamples", targets: ["ProvisioningSamples"]),
    .library(name: "ProvisioningTesting", targets: ["ProvisioningTesting"]),
    .executable(name: "linkctl", targets: ["linkctl"]),
  ],
  traits: [
    .trait(name: "PostgreSQL", description: "Builds the PostgreSQL store. It needs libpq.")
  ],
  targets: [
    .target(name: "Provisioning", swiftSettings: settings),
    .target(
      name: "ProvisioningSystem", dependencies: ["Provisioning"],
      path: "Sources/Adapters/System", swiftSettings: settings),
    .target(
      name: "ProvisioningThreads", dependencies: ["Provisioning"],
      path: "Sources/Adapters/Threads", swiftSettings: settings),
    .systemLibrary(
      name: "CSQLite", path: "Sources/Adapters/CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
    .target(
      name: "ProvisioningSQLite", dependencies: ["Provisioning", "ProvisioningThreads", "CSQLite"],
      path: "Sources/Adapters/SQLite", swiftSettings: settings),
    .systemLibrary(name: "CPostgreSQL", path: "Sources/Adapters/CPostgreSQL"),
    .target(
      name: "ProvisioningPostgreSQL",
      dependencies: [
        "Provisioning", "ProvisioningThreads",
        .target(name: "CPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
      ],
      path: "Sources/Adapters/PostgreSQL", swiftSettings: settings),
    .target(
      name: "ProvisioningFlatFiles", dependencies: ["Provisioning"],
      path: "Sources/Adapters/FlatFiles", swiftSettings: settings),
    .systemLibrary(
      name: "CZip", path: "Sources/Adapters/CZip", pkgConfig: "libzip",
      providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .target(
      name: "ProvisioningRosterFiles", dependencies: ["CZip", "Provisioning"],
      path: "Sources/Adapters/RosterFiles", swiftSettings: settings),
    .target(name: "ProvisioningHTTP", path: "Sources/Adapters/HTTP", swiftSettings: settings),
    .systemLibrary(
      name: "CCurl", path: "Sources/Adapters/CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .target(
      name: "ProvisioningCurl", dependencies: ["CCurl", "ProvisioningHTTP", "ProvisioningThreads"],
      path: "Sources/Adapters/Curl", swiftSettings: settings),
    .target(
      name: "ProvisioningClever", dependencies: ["Provisioning", "ProvisioningHTTP"],
      path: "Sources/Adapters/Clever", swiftSettings: settings),
    .target(
      name: "ProvisioningSamples", path: "Sources/Adapters/Samples", swiftSettings: settings),
    .target(
      name: "ProvisioningTesting", dependencies: ["Provisioning"],
      path: "Tests/Contracts", swiftSettings: settings),
    .executableTarget(
      name: "linkctl",
      dependencies: [
        "Provisioning", "ProvisioningSystem", "ProvisioningSQLite", "ProvisioningFlatFiles",
        "ProvisioningRosterFiles", "ProvisioningSamples", "ProvisioningClever", "ProvisioningCurl",
        .target(name: "ProvisioningPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ProvisioningTests", dependencies: ["Provisioning", "ProvisioningTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "SQLiteTests",
      dependencies: [
        "CSQLite", "Provisioning", "ProvisioningSQLite", "ProvisioningTesting",
        "ProvisioningThreads",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlatFilesTests",
      dependencies: [
        "Provisioning", "ProvisioningFlatFiles", "ProvisioningSQLite", "ProvisioningTesting",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PostgreSQLTests",
      dependencies: [
        "Provisioning", "ProvisioningPostgreSQL", "ProvisioningSystem", "ProvisioningTesting",
        "linkctl",
        .target(name: "CPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RosterFilesTests", dependencies: ["CZip", "ProvisioningRosterFiles", "Provisioning"],
      swiftSettings: settings),
    .testTarget(
      name: "HTTPTests", dependencies: ["ProvisioningHTTP"], swiftSettings: settings),
    .target(
      name: "HTTPStub", dependencies: ["ProvisioningThreads"], path: "Tests/HTTPStub",
      swiftSettings: settings),
    .testTarget(
      name: "CurlTests", dependencies: ["HTTPStub", "ProvisioningCurl", "ProvisioningHTTP"],
      swiftSettings: settings),
    .testTarget(
      name: "CleverTests",
      dependencies: [
        "HTTPStub", "Provisioning", "ProvisioningClever", "ProvisioningHTTP",
        "ProvisioningTesting",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SamplesTests", dependencies: ["ProvisioningSamples"], swiftSettings: settings),
    .testTarget(
      name: "LinkctlTests",
      dependencies: ["CSQLite", "HTTPStub", "Provisioning", "ProvisioningTesting", "linkctl"],
      exclude: ["Snapshots"], swiftSettings: settings),
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "Provisioning", "ProvisioningClever", "ProvisioningCurl", "ProvisioningSQLite",
        "ProvisioningSystem", "ProvisioningTesting", "linkctl",
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
