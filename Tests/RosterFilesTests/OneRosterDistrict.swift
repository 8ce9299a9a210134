import Provisioning
import ProvisioningRosterFiles

extension District {
  /// Three students, two teachers, a parent and two classes in OneRoster's layout, 1.2 and bulk.
  static func oneRoster() -> District {
    District(
      .oneRoster,
      files: [
        "manifest.csv": """
        propertyName,value
        manifest.version,1.0
        oneroster.version,1.2
        file.academicSessions,bulk
        file.classes,bulk
        file.courses,bulk
        file.demographics,bulk
        file.enrollments,bulk
        file.orgs,bulk
        file.roles,bulk
        file.users,bulk
        file.userProfiles,absent
        source.systemName,Made up

        """,
        "orgs.csv": """
        sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
        d,,,Tree District,district,,
        s1,,,Alder School,school,,d
        s2,,,Birch School,school,,d

        """,
        "academicSessions.csv": """
        sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
        t1,,,Autumn,term,2025-08-18,2025-12-19,,2026
        t2,,,Spring,term,2026-01-05,2026-06-12,,2026

        """,
        "courses.csv": """
        sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes
        c1,,,,Algebra I,MA-1,9,s1,Mathematics,

        """,
        "roles.csv": """
        sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
        r1,,,u1,primary,student,,,s1
        r2,,,u2,primary,student,,,s1
        r3,,,u3,primary,student,,,s2
        r4,,,u4,primary,teacher,,,s1
        r5,,,u4,secondary,parent,,,s2
        r6,,,u5,primary,teacher,,,s2
        r7,,,u6,primary,guardian,,,d

        """,
        "users.csv": """
        sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,middleName,identifier,email,grades,password,preferredGivenName,primaryOrgSourcedId
        u1,,,true,rowan,Rowan,Elm,Q,100,rowan@example.org,09,secret,,s1
        u2,,,true,hazel,Hazel,Fir,,101,,KG,secret,Haz,s1
        u3,,,true,linden,Linden,Oak,,102,,"11,12",secret,,s2
        u4,,,true,juniper,Juniper,Maple,,900,,,secret,,s1
        u5,,,true,laurel,Laurel,Pine,,,,,secret,,s2
        u6,,,true,aspen,Aspen,Elm,,,,,secret,,d

        """,
        "demographics.csv": """
        sourcedId,status,dateLastModified,birthDate,sex
        u1,,,2011-11-01,female
        u2,,,2/28/2012,Male
        u3,,,,unspecified

        """,
        "classes.csv": """
        sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
        k1,,,Algebra I - 3,9,c1,3,scheduled,,s1,"t2, t1","Mathematics, Algebra",,"1,3"
        k2,,,Homeroom 12,,,,homeroom,,s2,t1,,,

        """,
        "enrollments.csv": """
        sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
        e1,,,k1,s1,u1,student,false,1999-01-01,1999-06-30
        e2,,,k1,s1,u2,student,,,
        e3,,,k1,s1,u5,teacher,,,
        e4,,,k1,s1,u4,teacher,true,,
        e5,,,k2,s2,u3,student,,,
        e6,,,k2,s2,u5,teacher,false,,

        """,
      ])
  }

  /// The same district in 1.1, which has roles and schools in users.csv.
  static func oneRoster11() -> District {
    var district = oneRoster()
    district.files["roles.csv"] = nil
    district["manifest"] = district["manifest"].replacing("1.2", with: "1.1")
      .replacing("file.roles,bulk", with: "file.roles,absent")
    district["users"] = """
      sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
      u1,,,TRUE,"s1,s2",student,rowan,,Rowan,Elm,Q,100,rowan@example.org,,,u6,9,secret
      u2,,,TRUE,s1,student,hazel,,Hazel,Fir,,101,,,,,KG,secret
      u3,,,TRUE,s2,student,linden,,Linden,Oak,,102,,,,,"11,12",secret
      u4,,,TRUE,"d, s1",administrator,juniper,,Juniper,Maple,,900,,,,,,secret
      u5,,,TRUE,s2,teacher,laurel,,Laurel,Pine,,,,,,,,secret
      u6,,,TRUE,d,guardian,aspen,,Aspen,Elm,,,,,,u1,,secret

      """
    return district
  }

  /// The same district with nothing in it but what is told, as changes.
  static func oneRosterChanges(
    users: [String] = [], roles: [String] = [], classes: [String] = [], enrollments: [String] = []
  ) -> District {
    var district = oneRoster()
    district["manifest"] = """
      propertyName,value
      oneroster.version,1.2
      file.users,delta
      file.roles,delta
      file.classes,delta
      file.enrollments,delta

      """
    for (file, rows) in [
      ("users", users), ("roles", roles), ("classes", classes), ("enrollments", enrollments),
    ] {
      let header = district[file].split(separator: "\n")[0]
      district[file] = ([String(header)] + rows).joined(separator: "\n") + "\n"
    }
    for file in ["orgs", "academicSessions", "courses", "demographics"] {
      district.files[file + ".csv"] = nil
    }
    return district
  }
}

extension RosterNote {
  /// The note in one line, with its reason.
  var sentence: String { "\(file):\(line) \(field): \(reason)" }
}
