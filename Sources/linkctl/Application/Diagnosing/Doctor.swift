import Provisioning

/// Looks at everything that linkctl works with. What is wrong is a finding; it throws where it was
/// stopped.
struct Doctor {
  let tool: Tool
  let reach: DiagnosisReach

  func diagnosis() async throws(ProvisioningError) -> Diagnosis {
    let configuration: Configuration
    do throws(ProvisioningError) {
      configuration = try tool.configuration()
    } catch {
      return try await withoutConfiguration(error)
    }
    let file = configuration.file.map { "\($0) can be used." } ?? "There is none: defaults hold."
    var diagnosis = Diagnosis(
      settings: Setting.all(of: configuration, tool),
      findings: [Finding("configuration", .ok, file)])
    diagnosis.findings += try await store(tool.storeAddress(configuration).address)
    diagnosis.findings.append(configuration.gate.finding)
    for (name, adapter) in tool.catalog.providers.sorted(by: { $0.key < $1.key }) {
      if let provider = configuration.providers[name] {
        let secrets = ProviderSecrets(of: name, provider)
        diagnosis.settings += Setting.all(of: name, provider, secrets, configuration.given)
        diagnosis.findings += try await findings(
          adapter, provider.settings, configuration.gate, secrets)
      } else {
        let none = "The configuration has no '\(name)' block."
        diagnosis.findings.append(Finding(name.rawValue, .skipped, none))
      }
    }
    return diagnosis
  }

  /// The store can be looked at if something else than the configuration names it.
  private func withoutConfiguration(
    _ error: ProvisioningError
  ) async throws(ProvisioningError) -> Diagnosis {
    let findings = [Finding("configuration", error)]
    guard let choice = tool.storeChoice else {
      let unknown = Finding("store", .skipped, "Without the configuration it is not known.")
      return Diagnosis(settings: [], findings: findings + [unknown])
    }
    return Diagnosis(
      settings: [Setting(store: choice.address, choice.source)],
      findings: findings + (try await store(choice.address)))
  }

  // MARK: The store

  /// A store with more rows is left to `store verify`.
  private static let quickRows = 200_000

  private func store(_ address: String) async throws(ProvisioningError) -> [Finding] {
    do throws(ProvisioningError) {
      let opened = try await tool.catalog.openStore(at: address, .existing)
      do throws(ProvisioningError) {
        let findings = try await look(at: opened, kind: String(address.prefix { $0 != ":" }))
        await opened.close()
        return findings
      } catch {
        await opened.close()
        throw error
      }
    } catch {
      guard error.code != .cancelled else { throw error }
      return [Finding("store", error)]
    }
  }

  private func look(
    at opened: OpenedStore, kind: String
  ) async throws(ProvisioningError) -> [Finding] {
    let counts = try await opened.store.counts()
    let accounts = counts.accounts.values.reduce(0, +)
    let sections = counts.sections.values.reduce(0, +)
    let what =
      "\(kind), layout \(counts.schemaVersion): \(accounts.grouped) accounts, "
      + "\(sections.grouped) sections."
    let notes = opened.notes.map { Finding("store", .warning, $0) }
    return [Finding("store", .ok, what)] + notes + [try await integrity(opened, counts.rows)]
  }

  private func integrity(
    _ opened: OpenedStore, _ rows: Int
  ) async throws(ProvisioningError) -> Finding {
    let check = "store_integrity"
    guard rows <= Self.quickRows else {
      return Finding(
        check, .skipped,
        "The store has \(rows.grouped) rows; 'linkctl store verify' reads them all.")
    }
    let problems = try await opened.integrityProblems()
    guard let first = problems.first else {
      return Finding(
        check, .ok, "Nothing contradicts itself; 'linkctl store verify' checks every rule.")
    }
    return Finding(
      check, .problem, first + (problems.count > 1 ? " \(problems.count - 1) more." : ""),
      remedy: "See 'linkctl store verify', and restore a backup: linkctl store restore FILE")
  }

  // MARK: Providers

  private func findings(
    _ adapter: ProviderAdapter, _ settings: ProviderSettings, _ gate: RoleGate,
    _ secrets: ProviderSecrets
  ) async throws(ProvisioningError) -> [Finding] {
    let status = tool.console.statusLine
    if reach == .network, tool.console.diagnostics.canRedraw, !tool.isQuiet {
      status.draw("asking \(adapter.name)…")
    }
    defer { status.erase() }
    // What cannot be read is told with its reason, where the adapter only sees that there is none.
    let unusable = [
      "\(adapter.name)_client": secrets.clientSecret.error,
      "\(adapter.name)_district_token": secrets.districtToken.error,
    ]
    return try await adapter.diagnose(settings.with(secrets), gate, reach).map { finding in
      unusable[finding.check].flatMap { $0 }.map { Finding(finding.check, $0) } ?? finding
    }
  }
}

extension RoleGate {
  /// The gate in words.
  fileprivate var finding: Finding {
    let nobody = roles?.isEmpty == true || districts?.isEmpty == true
    guard !nobody else {
      return Finding(
        "gate", .warning, "Nobody may come in: a list is empty.",
        remedy: "Name roles and districts, or leave the key out to admit all.")
    }
    let who = roles.map { "Of the roles only \($0.map(\.rawValue).sorted().listed(by: "and"))" }
    let whence = districts.map { "of the districts only \($0.sorted().listed(by: "and"))" }
    return switch (who, whence) {
    case (nil, nil): Finding("gate", .ok, "Everybody may come in.")
    case (let who?, nil): Finding("gate", .ok, "\(who) may come in, of every district.")
    case (nil, let whence?): Finding("gate", .ok, "Every role may come in, \(whence).")
    case (let who?, let whence?): Finding("gate", .ok, "\(who) may come in, \(whence).")
    }
  }
}
