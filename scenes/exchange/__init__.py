"""Other people's forms of a site, in and out: IIIF Presentation 4, Smithsonian Voyager's SVX, W3C Web Annotation."""
