-- One row is one membership of a country in an organisation. Positions of an organisation are never given to members.
SELECT organisation_code, country_code, joined_on, left_on FROM core.organisation_members ORDER BY ALL
