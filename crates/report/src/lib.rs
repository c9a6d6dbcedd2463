//! From records to charts, tables, contact sheets and one page
