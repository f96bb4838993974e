/** What is sold: read from the stub's fixtures, as the contract has no operation for it. */
import catalogue from '../../../fixtures/catalogue.json'

export interface Product {
  id: string
  title: string
  brand: string
  size: string
  category: string
  price: number
  stock: number
}

export const products: readonly Product[] = catalogue
export const categories: readonly string[] = [...new Set(products.map((product) => product.category))]
export const productOf = (id: string) => products.find((product) => product.id === id)
